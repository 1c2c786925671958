import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { CheckpointManager, JsonObject } from "@sluice/contracts";
import { temporaryFolder, type TemporaryFolder } from "../fakes/temporary-folder.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";
import { sampleLocation } from "../suite/samples.ts";
import { sampleKey } from "./sample-key.ts";
import { keepingCases } from "./keeping-cases.ts";
import { notKeepingCases } from "./not-keeping-cases.ts";

/** A checkpoint manager, as its author hands it to the suite. */
export interface CheckpointManagerSubject extends Partial<AsyncDisposable> {
  readonly manager: CheckpointManager;
  /** Another one that keeps its copies in the same place, as the engine after a crash makes it. */
  readonly again: () => CheckpointManager | Promise<CheckpointManager>;
}

/** What the suite for checkpoint managers is given. */
export interface CheckpointManagerContractOptions extends SuiteOptions {
  readonly factory: () => CheckpointManagerSubject | Promise<CheckpointManagerSubject>;
  /** `keeps`: it keeps copies. Without it, nothing may ever be found. */
  readonly capabilities: readonly "keeps"[];
}

/** What the tests of checkpoint managers work with. */
export interface CheckpointHarness {
  readonly manager: CheckpointManager;
  readonly again: () => Promise<CheckpointManager>;
  readonly folder: TemporaryFolder;
  readonly signal: AbortSignal;
  /** Writes a file of the location and answers with the value that names it. */
  readonly file: (name: string, text: string) => Promise<JsonObject>;
  readonly save: (outputs: JsonObject, by?: CheckpointManager) => Promise<void>;
  /** What the copy of a path holds; undefined when there is none. */
  readonly found: (name: string, by?: CheckpointManager) => Promise<string | undefined>;
  readonly remove: (name: string) => Promise<void>;
}

export type CheckpointCases = Cases<CheckpointHarness>;

/**
 * Registers the tests that every {@link CheckpointManager} must pass: what was saved is found when the original is gone,
 * also by the engine after a crash, and nothing else is.
 *
 * @example
 * ```ts
 * checkpointManagerContract({ test, capabilities: ["keeps"], factory: () => ({ manager: create(), again: create }) });
 * ```
 */
export function checkpointManagerContract(options: CheckpointManagerContractOptions): void {
  const keeps = options.capabilities.includes("keeps");
  runSuite<CheckpointHarness>({
    options,
    groups: keeps ? { keeping: keepingCases } : { "not keeping": notKeepingCases },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      const subject = adopt(stack, await options.factory());
      const { signal } = new AbortController();
      const opened = async (made: CheckpointManager): Promise<CheckpointManager> => {
        const manager = wrap(adopt(stack, made));
        await manager.open?.({ signal });
        return manager;
      };
      const manager = await opened(subject.manager);
      return {
        manager,
        again: async () => opened(await subject.again()),
        folder,
        signal,
        file: async (name, text) => {
          await mkdir(folder.at(name, ".."), { recursive: true });
          await writeFile(folder.at(name), text);
          return { class: "File", location: pathToFileURL(folder.at(name)).href };
        },
        save: (outputs, by = manager) =>
          by.save({ run: "run-1", key: sampleKey, outputs, location: sampleLocation("here"), signal }),
        found: async (name, by = manager) => {
          const path = await by.find({
            run: "run-1",
            deployment: "d",
            location: "here",
            path: folder.at(name),
            signal,
          });
          return path === undefined ? undefined : readFile(path, "utf8");
        },
        remove: (name) => rm(folder.at(name), { recursive: true }),
      };
    },
  });
}
