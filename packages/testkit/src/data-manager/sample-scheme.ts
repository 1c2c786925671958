import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError, type TransferScheme } from "@sluice/contracts";

/** Gives each URI itself as its contents, after a moment; `sample:none` names nothing. */
export function sampleScheme(fetched: string[]): TransferScheme {
  return {
    fetch: async ({ uri, target, signal }) => {
      signal.throwIfAborted();
      fetched.push(uri);
      await sleep(10, undefined, { signal });
      if (uri === "sample:none") {
        throw new SluiceError("TRANSFER_FAILED", `there is nothing at ${uri}`, { retryable: false });
      }
      await writeFile(target, uri);
    },
  };
}
