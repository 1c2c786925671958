import { chmodSync, globSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CacheStore, Json, JsonObject } from "@sluice/contracts";
import { folderCacheStoreFactory } from "@sluice/core";
import { temporaryFolder } from "../../src/fakes/index.ts";
import { cacheStoreContract, type CacheStoreSubject } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

interface Subject extends CacheStoreSubject {
  readonly folder: string;
}
type Make = () => Promise<Subject>;

const store =
  (change: (good: CacheStore) => Partial<CacheStore>): Make =>
  async () => {
    const folder = await temporaryFolder();
    const again = (): CacheStore => {
      const good = folderCacheStoreFactory.create({ options: { folder: folder.at("cache") } });
      return { ...good, ...change(good) };
    };
    return {
      store: again(),
      again,
      folder: folder.at("cache"),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  };

function damage({ folder }: Subject): void {
  for (const path of globSync(`${folder}/**/files/**`)) {
    if (!statSync(path).isFile()) continue;
    chmodSync(path, 0o600);
    writeFileSync(path, "damaged");
  }
}

/** Outputs with something else in the place of every file. */
function mapFiles(outputs: JsonObject, change: (file: JsonObject) => Json): JsonObject {
  const text = JSON.stringify(outputs, (_key, value: unknown) => {
    const isFile = typeof value === "object" && value !== null && "class" in value && value.class === "File";
    return isFile ? change(value as JsonObject) : value;
  });
  return JSON.parse(text) as JsonObject;
}

describeSuite<Make>({
  name: "cache store",
  contract: (test, factory, wrapped) => cacheStoreContract<Subject>({ test, factory, wrapped, damage }),
  good: store(() => ({})),
  broken: {
    "keeps nothing": {
      fake: store(() => ({ store: async () => true })),
      caughtBy: "results: values come back as they were",
    },
    "rounds numbers": {
      fake: store((good) => ({
        lookup: async (input) => JSON.parse(JSON.stringify((await good.lookup(input)) ?? null)) ?? undefined,
      })),
      caughtBy: "results: values come back as they were",
    },
    "has one entry for all keys": {
      fake: store((good) => ({ lookup: (input) => good.lookup({ ...input, key: "ab".repeat(32) }) })),
      caughtBy: "results: values come back as they were",
    },
    "gives out its own files": {
      fake: store((good) => {
        const given = new Map<string, Awaited<ReturnType<CacheStore["lookup"]>>>();
        return {
          lookup: async (input) => {
            if (!given.has(input.key)) given.set(input.key, await good.lookup(input));
            return given.get(input.key);
          },
        };
      }),
      caughtBy: "results: what comes back is the caller's own",
    },
    "refers to the originals": {
      fake: store(() => {
        const kept = new Map<string, Parameters<CacheStore["store"]>[0]["outputs"]>();
        return {
          store: async ({ key, outputs }) => {
            if (!kept.has(key)) kept.set(key, outputs);
            return true;
          },
          lookup: async ({ key }) => kept.get(key),
        };
      }),
      caughtBy: "results: files come back, in the folder that was asked for, when the originals are gone",
    },
    "takes the last of several entries": {
      fake: store((good) => {
        let last: Awaited<ReturnType<CacheStore["lookup"]>>;
        return {
          store: (input) => {
            last = input.outputs;
            return good.store(input);
          },
          lookup: async (input) => (await good.lookup(input)) && last,
        };
      }),
      caughtBy: "results: the first of several entries stays",
    },
    "looks at the outputs only, not into them": {
      fake: store((good) => ({
        store: (input) =>
          good.store({
            ...input,
            outputs: Object.fromEntries(
              Object.entries(input.outputs).map(([name, value]) => [
                name,
                Array.isArray(value) ? (mapFiles({ value }, () => null)["value"] ?? null) : value,
              ]),
            ),
          }),
      })),
      caughtBy: "results: files come back wherever they are in the outputs",
    },
    "takes names for parts of URIs": {
      fake: store((good) => ({
        lookup: async (input) => {
          const found = await good.lookup(input);
          return (
            found && mapFiles(found, (file) => ({ ...file, location: decodeURIComponent(file["location"] as string) }))
          );
        },
      })),
      caughtBy: "results: awkward names are names, and programs stay programs",
    },
    "brings one thing at a time, to wherever it was asked last": {
      fake: store((good) => {
        let last = "";
        return {
          lookup: async (input) => {
            last = input.directory;
            const found = await good.lookup(input);
            return (
              found && mapFiles(found, (file) => ({ ...file, location: pathToFileURL(join(last, "result")).href }))
            );
          },
        };
      }),
      caughtBy: "results: several are brought at the same time, each to its own folder",
    },
    "says that it kept what it could not read": {
      fake: store((good) => ({ store: (input) => good.store(input).catch(() => true) })),
      caughtBy: "results: what cannot be read is told, and not kept",
    },
    "does not look at what it gives": {
      fake: async () => {
        const subject = await store(() => ({}))();
        const known = new Map<string, JsonObject>();
        const lookup: CacheStore["lookup"] = async (input) => {
          const found = await subject.store.lookup(input);
          return found ?? known.get(input.key);
        };
        const keep: CacheStore["store"] = (input) => {
          known.set(input.key, input.outputs);
          return subject.store.store(input);
        };
        return { ...subject, store: { ...subject.store, lookup, store: keep } };
      },
      caughtBy: "damage: what is not as it was stored is not found, and goes",
    },
    "keeps what means nothing elsewhere": {
      fake: store((good) => ({ store: (input) => good.store({ ...input, private: [] }) })),
      caughtBy: "results: what means something inside a private folder only is not kept",
    },
    "lists the oldest first": {
      fake: store((good) => ({ list: async (input) => (await good.list(input)).toReversed() })),
      caughtBy: "maintenance: the last one used comes first",
    },
    "clears all, whatever is asked": {
      fake: store((good) => ({ clear: ({ signal }) => good.clear({ signal }) })),
      caughtBy: "maintenance: clearing what was not used for long leaves the rest",
    },
  },
});
