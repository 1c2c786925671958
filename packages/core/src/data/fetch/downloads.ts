import { createHash } from "node:crypto";
import { existsSync, lstatSync } from "node:fs";
import { constants, copyFile, link, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SluiceError, type DataManager, type TransferScheme } from "@sluice/contracts";
import { ownerOf } from "../../plugins/index.ts";
import { makeTemporaryFolder } from "../../temporary-folders.ts";
import { localPath } from "../local-path.ts";

/** Copies of what URIs name: for as long as an engine lives, or as the folder that they are kept in. */
export interface Downloads extends AsyncDisposable {
  /** The path of the copy. However often and from wherever it is asked for, a URI is fetched once. */
  readonly fetch: DataManager["fetch"];
}

/** Makes an empty set. Nothing is written before something is fetched. */
export function createDownloads(scheme: (name: string) => TransferScheme | undefined): Downloads {
  /** What is under way, by folder and URI. */
  const asked = new Map<string, Promise<string>>();
  /** Where what was fetched lies, by URI: another folder gets it from there. */
  const fetched = new Map<string, Promise<string>>();
  const closing = new AbortController();
  let temporary: string | undefined;

  async function transfer(uri: string, target: string, limit: number | undefined): Promise<void> {
    const name = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? "";
    const found = scheme(name);
    if (!found)
      throw new SluiceError("PLUGIN_MISSING", `${uri} cannot be fetched: there is no transfer for ${name}:`, {
        hint: "Fetch it to this machine first, or name a plugin that provides the transfer scheme.",
      });
    await found.fetch({ uri, target, ...(limit !== undefined && { limit }), signal: closing.signal });
    if (lstatSync(target, { throwIfNoEntry: false })?.isFile() === true) return;
    const owner = ownerOf(found);
    throw new SluiceError("PLUGIN_INVALID", `transfer-scheme ${name} says that it fetched ${uri}, but made no file`, {
      ...(owner && { actor: `plugin ${owner.plugin}` }),
    });
  }

  /** Makes the copy in a folder. Whoever is killed before the end leaves nothing that looks like one. */
  async function make(place: string, name: string, fill: (target: string) => Promise<void>): Promise<string> {
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    const part = await mkdtemp(`${place}-`);
    try {
      await fill(join(part, name));
      await rename(part, place);
      return join(place, name);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  }

  async function copyIn(folder: string, uri: string, limit: number | undefined): Promise<string> {
    const place = join(folder, createHash("sha256").update(uri).digest("hex").slice(0, 32));
    const name = nameOf(uri);
    if (existsSync(join(place, name))) return join(place, name);
    const earlier = fetched.get(uri);
    const other = earlier && (await earlier.catch(() => undefined));
    if (other !== undefined && existsSync(other)) return make(place, name, (target) => linkOrCopy(other, target));
    const made = make(place, name, (target) => transfer(uri, target, limit));
    fetched.set(uri, made);
    return made;
  }

  return {
    fetch: async ({ uri, limit, keep, signal }) => {
      const path = localPath(uri);
      if (path !== undefined) return path;
      const folder = keep ?? (temporary ??= makeTemporaryFolder());
      const key = JSON.stringify([folder, uri]);
      let copy = asked.get(key);
      if (!copy) {
        copy = copyIn(folder, uri, limit);
        asked.set(key, copy);
        // It is found again where it is, and what failed may be tried again by whoever asks next.
        const forget = (): boolean => asked.delete(key);
        copy.then(forget, forget);
      }
      return untilAborted(copy, signal);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.allSettled(asked.values());
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** A second name costs nothing, where the file system has them. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE));
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
