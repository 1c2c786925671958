import { chmod, copyFile, link, mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  dataManagerPoint,
  SluiceError,
  type DataManager,
  type DataManagerFactory,
  type JsonObject,
} from "@sluice/contracts";
import { createHost } from "@sluice/core";
import { fakeContext } from "../../src/fakes/index.ts";
import { dataManagerContract, type DataManagerContractOptions } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Factory = DataManagerContractOptions["factory"];

await using host = await createHost();
const factory: DataManagerFactory = host.extension(dataManagerPoint, "default");
const good: Factory = async ({ scheme }) => factory.create({ options: {}, context: fakeContext(), scheme });

const manager =
  (change: (made: DataManager) => Partial<DataManager>): Factory =>
  async (input) => {
    const made = await good(input);
    return { ...made, ...change(made) };
  };

/** Places the files that are outputs themselves under their own names, however that is done. */
const placing = (place: (source: string, target: string) => Promise<void>): Factory =>
  manager(() => ({
    publish: async ({ outputs, outdir }) => {
      await mkdir(outdir, { recursive: true });
      const published: Record<string, JsonObject[string]> = {};
      for (const [name, value] of Object.entries(outputs)) {
        const { location } = value as { location?: string };
        published[name] = value;
        if (location === undefined) continue;
        const target = join(outdir, basename(location));
        await place(fileURLToPath(location), target);
        published[name] = { class: "File", location: pathToFileURL(target).href };
      }
      return published;
    },
  }));

describeSuite<Factory>({
  name: "data manager",
  contract: (test, fake, wrapped) => dataManagerContract({ test, factory: fake, wrapped }),
  good,
  broken: {
    "fetches each time it is asked": {
      fake: async (input) => {
        const all = new AsyncDisposableStack();
        const make = async (): Promise<DataManager> => {
          const made = await good(input);
          all.defer(async () => made[Symbol.asyncDispose]?.());
          return made;
        };
        const fetch: DataManager["fetch"] = async (asked) => (await make()).fetch(asked);
        return { ...(await make()), fetch, [Symbol.asyncDispose]: () => all.disposeAsync() };
      },
      caughtBy: "fetch: what is asked for several times is fetched once",
    },
    "forgets the limit": {
      fake: manager((made) => ({ fetch: ({ uri, signal }) => made.fetch({ uri, signal }) })),
      caughtBy: "fetch: the limit is that of who asks",
    },
    "fetches although it was told to stop": {
      fake: manager((made) => ({ fetch: (input) => made.fetch({ ...input, signal: new AbortController().signal }) })),
      caughtBy: "fetch: an aborted signal is heard",
    },
    "stops for all when the first one stops": {
      fake: async ({ scheme }) => {
        const made = await good({ scheme });
        const known = new Map<string, Promise<string>>();
        return {
          ...made,
          fetch: ({ uri, signal }) => {
            const asked = known.get(uri) ?? made.fetch({ uri, signal });
            known.set(uri, asked);
            return asked;
          },
        };
      },
      caughtBy: "fetch: one who stops waiting leaves the file to the others",
    },
    "removes what is beside a job's folder": {
      fake: manager(() => ({
        discard: async ({ jobs }) => {
          for (const { directory } of jobs) await rm(dirname(directory), { recursive: true, force: true });
        },
      })),
      caughtBy: "discard: folders of jobs go, what lies beside them stays, and twice is once",
    },
    "leaves an empty folder of the run": {
      fake: manager(() => ({
        discard: async ({ jobs }) => {
          for (const { directory } of jobs) await rm(directory, { recursive: true, force: true });
        },
      })),
      caughtBy: "discard: the folder of the run goes when it is empty",
    },
    "removes the logs, too": {
      fake: manager((made) => ({ discard: async (input) => made.discard?.({ ...input, keepLogs: false }) })),
      caughtBy: "discard: with keepLogs what jobs wrote stays",
    },
    "removes whatever it is told of": {
      fake: manager((made) => ({
        discard: async (input) => {
          if (input.signal.aborted) throw input.signal.reason as Error;
          await made.discard?.(input).catch(() => undefined);
          if (input.keepLogs) return;
          for (const { directory } of input.jobs) await rm(directory, { recursive: true, force: true });
        },
      })),
      caughtBy: "discard: what is no folder of a job of the run is left alone",
    },
    "removes although it was told to stop": {
      fake: manager((made) => ({
        discard: async (input) => made.discard?.({ ...input, signal: new AbortController().signal }),
      })),
      caughtBy: "discard: an aborted signal is heard",
    },
    "publishes although it was told to stop": {
      fake: manager((made) => ({
        publish: (input) => made.publish({ ...input, signal: new AbortController().signal }),
      })),
      caughtBy: "publish: an aborted signal is heard",
    },
    "publishes the first file only": {
      fake: manager((made) => ({
        publish: async (input) => {
          const outputs = JSON.parse(
            JSON.stringify(input.outputs, (key, value: unknown) => (key === "secondaryFiles" ? undefined : value)),
          ) as JsonObject;
          return made.publish({ ...input, outputs });
        },
      })),
      caughtBy: "publish: what belongs to a file comes with it, and what is said of it stays",
    },
    "takes names for parts of URIs": {
      fake: placing((source, target) => copyFile(source, target)),
      caughtBy: "publish: awkward names are names",
    },
    "makes copies that nobody can run": {
      fake: manager((made) => ({
        stage: async (input) => {
          await made.stage(input);
          for (const { target } of input.entries) await chmod(target, 0o644);
        },
      })),
      caughtBy: "stage: a program stays one, and what a job may write can be written",
    },
    "remembers what could not be had": {
      fake: manager((made) => {
        const known = new Map<string, Promise<string>>();
        return {
          fetch: ({ uri, signal }) => {
            const asked = known.get(uri) ?? made.fetch({ uri, signal });
            known.set(uri, asked);
            return asked;
          },
        };
      }),
      caughtBy: "fetch: what cannot be had is an error, and may be asked for again",
    },
    "takes a scheme without transfer for a failed one": {
      fake: manager((made) => ({
        fetch: (input) =>
          made.fetch(input).catch(() => {
            throw new SluiceError("TRANSFER_FAILED", "it failed");
          }),
      })),
      caughtBy: "fetch: what cannot be had is an error, and may be asked for again",
    },
    "lets jobs write into what is the user's": {
      fake: manager((made) => ({
        stage: async (input) => {
          const entries = input.entries.map((each) => (each.type === "input" ? { ...each, writable: false } : each));
          await made.stage({ ...input, entries });
        },
      })),
      caughtBy: "stage: a job cannot change the source through what it may write",
    },
    "leaves out folders": {
      fake: manager((made) => ({
        stage: (input) => made.stage({ ...input, entries: input.entries.filter(({ type }) => type !== "directory") }),
      })),
      caughtBy: "stage: everything finds its place, and twice is once",
    },
    "passes over sources that do not exist": {
      fake: manager((made) => ({ stage: (input) => made.stage(input).catch(() => {}) })),
      caughtBy: "stage: a source that does not exist is an error that names it",
    },
    "removes all of a job": {
      fake: manager((made) => ({
        release: (input) =>
          made.release({ ...input, directories: { ...input.directories, temporary: input.directories.job } }),
      })),
      caughtBy: "stage: temporary files are removed, outputs stay, and twice is once",
    },
    "publishes one of several files with one name": {
      fake: placing((source, target) => copyFile(source, target)),
      caughtBy: "publish: names that collide get numbers before their extension",
    },
    "links what is the user's": {
      fake: placing((source, target) => link(source, target)),
      caughtBy: "publish: what is the user's is copied",
    },
    "sees no folder in the way before": {
      fake: manager(() => ({ checkOutdir: () => Promise.resolve() })),
      caughtBy: "publish: what publish would refuse for want of a place is told before, if anything is",
    },
    "is afraid of what it would replace": {
      fake: manager(() => ({
        checkOutdir: () => Promise.reject(new SluiceError("FILE_UNWRITABLE", "something is there")),
      })),
      caughtBy: "publish: what publish would refuse for want of a place is told before, if anything is",
    },
    "rounds numbers": {
      fake: manager((made) => ({
        publish: async (input) => JSON.parse(JSON.stringify(await made.publish(input))),
      })),
      caughtBy: "publish: files are in the folder, and the values name them there",
    },
    "leaves values as they were": {
      fake: manager((made) => ({
        publish: async (input) => {
          await made.publish(input);
          return input.outputs;
        },
      })),
      caughtBy: "publish: files are in the folder, and the values name them there",
    },
  },
});
