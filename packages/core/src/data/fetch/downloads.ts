import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SluiceError, type TransferScheme } from "@sluice/contracts";
import { localPath } from "../local-path.ts";

/** Copies of what URIs name, for as long as an engine lives. */
export interface Downloads extends AsyncDisposable {
  /** The path of the copy. However often and from wherever it is asked for, a URI is fetched once. */
  fetch(input: { readonly uri: string; readonly limit?: number; readonly signal: AbortSignal }): Promise<string>;
}

/** Makes an empty set. Nothing is written before something is fetched. */
export function createDownloads(scheme: (name: string) => TransferScheme | undefined): Downloads {
  const copies = new Map<string, Promise<string>>();
  const closing = new AbortController();
  let folder: Promise<string> | undefined;

  const download = async (uri: string, number: number, limit: number | undefined): Promise<string> => {
    const name = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
    const transfer = scheme(name);
    if (!transfer)
      throw new SluiceError("PLUGIN_MISSING", `${uri} cannot be fetched: there is no transfer for ${name}:`, {
        hint: "Fetch it to this machine first, or name a plugin that provides the transfer scheme.",
      });
    const place = join(await (folder ??= mkdtemp(join(tmpdir(), "sluice-fetched-"))), String(number));
    await mkdir(place, { recursive: true });
    const target = join(place, nameOf(uri));
    await transfer.fetch({ uri, target, ...(limit !== undefined && { limit }), signal: closing.signal });
    return target;
  };

  let count = 0;
  return {
    fetch: ({ uri, limit, signal }) => {
      const path = localPath(uri);
      if (path !== undefined) return Promise.resolve(path);
      let copy = copies.get(uri);
      if (!copy) {
        copy = download(uri, (count += 1), limit);
        copies.set(uri, copy);
        // What failed may be tried again by whoever asks next.
        copy.catch(() => copies.delete(uri));
      }
      return untilAborted(copy, signal);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(copies.values());
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}

function nameOf(uri: string): string {
  const last = new URL(uri).pathname.split("/").findLast((part) => part !== "") ?? "";
  try {
    const name = decodeURIComponent(last).replaceAll(/[/\0]/g, "_");
    return name === "" || name === "." || name === ".." ? "download" : name;
  } catch {
    return last;
  }
}

/** Others may wait for the same copy: one who gives up does not end it. */
function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
