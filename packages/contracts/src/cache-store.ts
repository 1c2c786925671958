import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";
import type { Logger } from "./logger.ts";

/** Where results are kept for later runs. */
export const cacheStorePoint: ExtensionPoint<CacheStoreFactory> = extensionPoint({
  id: "cache-store",
  apiVersion: 1,
  purpose: "Keeps the results of jobs, so that a later run need not do the same work again.",
  stability: "stable",
  default: "folder",
});

/** Makes a store for one run, or for a command that looks at it. */
export interface CacheStoreFactory {
  /**
   * Opens the store; nothing is made on disk before something is stored. The default store knows one option, `folder`: an absolute path.
   * @throws `CONFIG_INVALID` for wrong options
   */
  create(input: {
    readonly options: JsonObject;
    /** Hears of results that were damaged. Absent where nobody listens. */
    readonly logger?: Logger;
  }): CacheStore | Promise<CacheStore>;
}

/**
 * Results of jobs by key. Any number of engines, on any number of hosts, may use the same store at the same time:
 * nobody ever sees half of an entry, and of several that store the same key at once one wins.
 * A key is 64 hexadecimal digits; what it is made of is the engine's affair.
 */
export interface CacheStore {
  /**
   * Looks for a result, brings its files into `directory` and makes sure that all of it is what was stored: a result whose values or files
   * are missing or differ is removed and not found. What `directory` held before is replaced. The files are the caller's own: changing or removing
   * them does not change the entry, nor the other way round.
   * @param input.directory - a folder of this machine, absolute; it need not exist
   * @returns the outputs, whose files are in `directory`, or undefined when there is no such result
   * @throws `DISK_FULL` when there is no space for the files
   */
  lookup(input: {
    readonly key: string;
    readonly directory: string;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<JsonObject | undefined>;
  /**
   * Keeps a result with copies of all its files. When the key is there already, that entry stays.
   * @param input.outputs - the outputs by name; their files are on this machine
   * @param input.private - folders that will be gone later, absolute: outputs that mention one other than as the place of a file
   *   mean nothing elsewhere and are not kept
   * @param input.label - for people: what the result is of, such as `/align 0.3`
   * @returns whether the store has a result for the key now
   * @throws `DISK_FULL`, `FILE_UNWRITABLE`, `FILE_UNREADABLE`; the store is as it was then
   */
  store(input: {
    readonly key: string;
    readonly outputs: JsonObject;
    readonly private: readonly string[];
    readonly label: string;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<boolean>;
  /** All entries, in the order of their last use, latest first. @throws `FILE_UNREADABLE` */
  list(input: { readonly signal: AbortSignal }): Promise<readonly CacheEntry[]>;
  /**
   * Removes entries, and what a crash left behind. Runs that use the store meanwhile are not disturbed.
   * @param input.usedBefore - only entries that were last used before, in milliseconds since 1970; all when absent
   * @returns what was removed
   * @throws `FILE_UNWRITABLE`
   */
  clear(input: {
    readonly usedBefore?: number;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<{ readonly entries: number; readonly bytes: number }>;
}

/** What a list of a store shows. */
export interface CacheEntry {
  readonly key: string;
  /** What it is the result of, such as `/align 0.3`. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When it was stored or answered a run, whichever was later. Milliseconds since 1970. */
  readonly usedAt: number;
  /** Size of its files. */
  readonly bytes: number;
}
