import type { SluiceError } from "@sluice/contracts";

/**
 * Waits for something that may take as long as it likes: but not when nothing is left in the process that could still answer.
 * @param lost - the error for that
 */
export async function whileAlive<Value>(answer: Promise<Value>, lost: () => SluiceError): Promise<Value> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const onEnd = (): void => reject(lost());
  process.once("beforeExit", onEnd);
  try {
    return await Promise.race([answer, end]);
  } finally {
    process.off("beforeExit", onEnd);
  }
}
