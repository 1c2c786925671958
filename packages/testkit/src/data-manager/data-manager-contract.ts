import type { DataManager, TransferScheme } from "@sluice/contracts";
import { mkdir, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { temporaryFolder, type TemporaryFolder } from "../fakes/temporary-folder.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { discardCases } from "./discard-cases.ts";
import { fetchCases } from "./fetch-cases.ts";
import { publishCases } from "./publish-cases.ts";
import { sampleScheme, type Fetched } from "./sample-scheme.ts";
import { stageCases } from "./stage-cases.ts";

/** What the suite for data managers is given. */
export interface DataManagerContractOptions extends SuiteOptions {
  /** Makes a data manager that can transfer by these schemes. It must serve locations whose paths are paths of this machine. */
  readonly factory: (input: {
    readonly scheme: (name: string) => TransferScheme | undefined;
  }) => DataManager | Promise<DataManager>;
}

/** What the tests of data managers work with. */
export interface DataHarness {
  readonly manager: DataManager;
  readonly again: () => Promise<DataManager>;
  readonly folder: TemporaryFolder;
  readonly signal: AbortSignal;
  /** What was fetched through the scheme `sample`, in order. What is to be had there is its own URI, as text. */
  readonly fetched: readonly Fetched[];
  /** Writes a file of the user, or of the run; answers with its path. */
  readonly file: (name: string, text?: string) => Promise<string>;
  /** The value that names such a file. */
  readonly value: (name: string) => { readonly class: "File"; readonly location: string };
}

export type DataCases = Cases<DataHarness>;

/**
 * Registers the tests that every {@link DataManager} must pass: inputs find their places, jobs cannot change what is not
 * theirs, outputs keep their contents and get names that do not collide.
 *
 * @example
 * ```ts
 * dataManagerContract({
 *   test,
 *   factory: ({ scheme }) => myFactory.create({ options: {}, context: fakeContext(), scheme }),
 * });
 * ```
 */
export function dataManagerContract(options: DataManagerContractOptions): void {
  runSuite<DataHarness>({
    options,
    groups: { fetch: fetchCases, stage: stageCases, publish: publishCases, discard: discardCases },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      const { signal } = new AbortController();
      const fetched: Fetched[] = [];
      const schemes: Readonly<Record<string, TransferScheme>> = { sample: sampleScheme(fetched) };
      const make = async (): Promise<DataManager> => {
        const manager = wrap(adopt(stack, await options.factory({ scheme: (name) => schemes[name] })));
        await manager.open?.({ signal });
        return manager;
      };
      return {
        manager: await make(),
        again: make,
        folder,
        signal,
        fetched,
        file: async (name, text = name) => {
          await mkdir(folder.at(name, ".."), { recursive: true });
          await writeFile(folder.at(name), text);
          return folder.at(name);
        },
        value: (name) => ({ class: "File", location: pathToFileURL(folder.at(name)).href }),
      };
    },
  });
}
