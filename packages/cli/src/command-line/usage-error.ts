import { SluiceError } from "@sluice/contracts";

/** The command line is wrong: exit status 2. */
export function usageError(message: string, hint?: string): SluiceError {
  return new SluiceError("USAGE", message, { hint });
}
