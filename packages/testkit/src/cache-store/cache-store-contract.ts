import { mkdir, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { CacheStore, JsonObject } from "@sluice/contracts";
import { temporaryFolder, type TemporaryFolder } from "../fakes/temporary-folder.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { damageCases } from "./damage-cases.ts";
import { maintenanceCases } from "./maintenance-cases.ts";
import { resultCases } from "./result-cases.ts";

/** A cache store, as its author hands it to the suite. */
export interface CacheStoreSubject extends Partial<AsyncDisposable> {
  /** Empty. */
  readonly store: CacheStore & Partial<AsyncDisposable>;
  /** Another one on the same entries, as another engine makes it. */
  readonly again: () => CacheStore | Promise<CacheStore>;
}

/** What the suite for cache stores is given. */
export interface CacheStoreContractOptions<Subject extends CacheStoreSubject = CacheStoreSubject> extends SuiteOptions {
  readonly factory: () => Subject | Promise<Subject>;
  /** Changes every file that the store keeps of its entries, as a failing disk does; without it, that is not tested. */
  readonly damage?: (subject: Subject) => void | Promise<void>;
}

/** What the tests of cache stores work with. */
export interface CacheHarness {
  readonly store: CacheStore;
  readonly again: () => Promise<CacheStore>;
  readonly folder: TemporaryFolder;
  readonly signal: AbortSignal;
  readonly damage: () => Promise<void>;
  /** Writes a file of a job and answers with the value that names it. */
  readonly file: (name: string, text: string) => Promise<JsonObject>;
  readonly keep: (key: string, outputs: JsonObject, by?: CacheStore) => Promise<boolean>;
  readonly bring: (key: string, name: string, by?: CacheStore) => Promise<JsonObject | undefined>;
}

export type CacheCases = Cases<CacheHarness>;

/**
 * Registers the tests that every {@link CacheStore} must pass: a result comes back with its files, as it was, or not at
 * all, and of several that store one key at once one wins.
 *
 * @example
 * ```ts
 * cacheStoreContract({ test, factory: () => ({ store: create(), again: create }) });
 * ```
 */
export function cacheStoreContract<Subject extends CacheStoreSubject>(
  options: CacheStoreContractOptions<Subject>,
): void {
  const { damage } = options;
  runSuite<CacheHarness>({
    options,
    groups: { results: resultCases, maintenance: maintenanceCases, ...(damage && { damage: damageCases }) },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      const subject = adopt(stack, await options.factory());
      const store = wrap(adopt(stack, subject.store));
      const { signal } = new AbortController();
      return {
        store,
        again: async () => wrap(await subject.again()),
        folder,
        signal,
        damage: async () => damage?.(subject),
        file: async (name, text) => {
          await mkdir(folder.at("job", name, ".."), { recursive: true });
          await writeFile(folder.at("job", name), text);
          return { class: "File", location: pathToFileURL(folder.at("job", name)).href };
        },
        keep: (key, outputs, by = store) =>
          by.store({ key, outputs, private: [folder.at("job")], label: "/align 0", signal }),
        bring: (key, name, by = store) => by.lookup({ key, directory: folder.at(name), signal }),
      };
    },
  });
}
