import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError, type TransferScheme } from "@sluice/contracts";

/** A URI that was asked for, with the limit that was given. */
export interface Fetched {
  readonly uri: string;
  readonly limit: number | undefined;
}

/** Gives each URI itself as its contents, after a moment; `sample:none` names nothing. */
export function sampleScheme(fetched: Fetched[]): TransferScheme {
  return {
    fetch: async ({ uri, target, limit, signal }) => {
      signal.throwIfAborted();
      fetched.push({ uri, limit });
      await sleep(10, undefined, { signal });
      if (uri === "sample:none") {
        throw new SluiceError("TRANSFER_FAILED", `there is nothing at ${uri}`, { retryable: false });
      }
      if (uri.length > (limit ?? Infinity)) {
        throw new SluiceError("TRANSFER_FAILED", `${uri} is longer than ${limit} bytes`, { retryable: false });
      }
      await writeFile(target, uri);
    },
  };
}
