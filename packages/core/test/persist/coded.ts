import { isSluiceError, type SluiceError } from "@sluice/contracts";
import { expect } from "vitest";

/** The coded error that something throws. */
export async function coded(action: () => unknown): Promise<SluiceError> {
  try {
    await action();
  } catch (error) {
    if (isSluiceError(error)) return error;
    throw error;
  }
  return expect.fail("Nothing was thrown.");
}
