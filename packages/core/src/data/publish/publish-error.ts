import { isSluiceError, SluiceError } from "@sluice/contracts";
import { isDiskFull } from "../disk-full.ts";

/** Says in our words why an output could not be published. */
export function publishError(path: string, error: unknown): SluiceError {
  if (isSluiceError(error)) return error;
  const { message } = error as Error;
  if (isDiskFull(error)) return new SluiceError("DISK_FULL", `No space is left to write ${path}.`, { cause: error });
  const inTheWay = kindInTheWay((error as NodeJS.ErrnoException).code);
  if (inTheWay !== undefined) {
    return new SluiceError(
      "FILE_UNWRITABLE",
      `The output ${path} cannot be written: a ${inTheWay} of that name is there`,
      {
        hint: "Remove it, or choose another folder for the outputs.",
        cause: error,
      },
    );
  }
  return new SluiceError("FILE_UNWRITABLE", `The output ${path} cannot be written: ${message}`, { cause: error });
}

/** What stands where an output should be placed, by what the system says of the attempt. */
function kindInTheWay(code: string | undefined): string | undefined {
  if (code === "EISDIR") return "folder";
  return code === "EEXIST" || code === "ENOTDIR" ? "file" : undefined;
}
