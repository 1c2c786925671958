import { checkpointManagerPoint, type CheckpointManager, type CheckpointManagerFactory } from "@sluice/contracts";
import { createHost } from "@sluice/core";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { fakeContext, temporaryFolder } from "../../src/fakes/index.ts";
import { checkpointManagerContract, type CheckpointManagerSubject } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Make = () => Promise<CheckpointManagerSubject>;

await using host = await createHost();
const factory: CheckpointManagerFactory = host.extension(checkpointManagerPoint, "folder");

const manager =
  (change: (good: CheckpointManager) => Partial<CheckpointManager>): Make =>
  async () => {
    const folder = await temporaryFolder();
    const context = fakeContext({ configDir: folder.path });
    const again = async (): Promise<CheckpointManager> => {
      const good = await factory.create({ options: { checkpoint_dir: "copies" }, context });
      return { ...good, ...change(good) };
    };
    return { manager: await again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  };

describeSuite<Make>({
  name: "checkpoint manager",
  contract: (test, fake, wrapped) =>
    checkpointManagerContract({ test, factory: fake, wrapped, capabilities: ["keeps"] }),
  good: manager(() => ({})),
  broken: {
    "keeps nothing": {
      fake: manager(() => ({ save: async () => {} })),
      caughtBy: "keeping: what was saved is found when it is gone",
    },
    "answers with the original": {
      fake: manager((good) => ({
        find: async (input) => ((await good.find(input)) === undefined ? undefined : input.path),
      })),
      caughtBy: "keeping: a copy is as the original was",
    },
    "looks at the path only": {
      fake: manager((good) => ({
        save: (input) => good.save({ ...input, run: "all", location: { ...input.location, name: "all" } }),
        find: (input) => good.find({ ...input, run: "all", location: "all" }),
      })),
      caughtBy: "keeping: nothing else is found",
    },
    "keeps the first file only": {
      fake: manager((good) => ({
        save: (input) =>
          good.save({ ...input, outputs: Object.fromEntries(Object.entries(input.outputs).slice(0, 1)) }),
      })),
      caughtBy: "keeping: files are found wherever they are in the outputs",
    },
    "forgets in a crash": {
      fake: async () => {
        const subject = await manager(() => ({}))();
        const none = await temporaryFolder();
        const context = fakeContext({ configDir: none.path });
        return {
          ...subject,
          again: () => factory.create({ options: { checkpoint_dir: "other" }, context }),
          [Symbol.asyncDispose]: async () => {
            await subject[Symbol.asyncDispose]?.();
            await none[Symbol.asyncDispose]();
          },
        };
      },
      caughtBy: "keeping: a second manager, told of the run, finds what the first kept",
    },
    "saves although it was told to stop": {
      fake: manager((good) => ({ save: (input) => good.save({ ...input, signal: new AbortController().signal }) })),
      caughtBy: "keeping: an aborted signal is heard",
    },
    "takes names for parts of URIs": {
      fake: manager((good) => ({ find: (input) => good.find({ ...input, path: encodeURI(input.path) }) })),
      caughtBy: "keeping: awkward names are names",
    },
    "knows files by their last names": {
      fake: manager((good) => {
        const kept = new Map<string, string>();
        return {
          save: async (input) => {
            for (const path of JSON.stringify(input.outputs).matchAll(/file:\/\/([^"]+)/g)) {
              const [, name = ""] = path;
              if (!kept.has(basename(name))) kept.set(basename(name), name);
            }
            await good.save(input);
          },
          find: (input) => good.find({ ...input, path: kept.get(basename(input.path)) ?? input.path }),
        };
      }),
      caughtBy: "keeping: two files of one name are two files",
    },
    "says nothing of what it cannot keep": {
      fake: manager((good) => ({ save: (input) => good.save(input).catch(() => {}) })),
      caughtBy: "keeping: what cannot be kept is told",
    },
    "has one place for all runs": {
      fake: manager((good) => {
        let last = "";
        return {
          save: async (input) => {
            last = input.run;
            await good.save({ ...input, run: "all" });
          },
          find: async (input) => (input.run === last ? good.find({ ...input, run: "all" }) : undefined),
        };
      }),
      caughtBy: "keeping: the same path of two runs is two files",
    },
    "knows files by their URIs only": {
      fake: manager((good) => ({
        find: (input) =>
          good.find({ ...input, path: fileURLToPath(`file://elsewhere${input.path}`, { windows: true }) }),
      })),
      caughtBy: "keeping: what was saved is found when it is gone",
    },
  },
});
