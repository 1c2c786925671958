import type { CacheStore } from "@sluice/contracts";
import { folderCacheStoreFactory } from "@sluice/core";
import { temporaryFolder } from "../../src/fakes/index.ts";
import { cacheStoreContract, type CacheStoreSubject } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Make = () => Promise<CacheStoreSubject>;

const store =
  (change: (good: CacheStore) => Partial<CacheStore>): Make =>
  async () => {
    const folder = await temporaryFolder();
    const again = (): CacheStore => {
      const good = folderCacheStoreFactory.create({ options: { folder: folder.at("cache") } });
      return { ...good, ...change(good) };
    };
    return { store: again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  };

describeSuite<Make>({
  name: "cache store",
  contract: (test, factory, wrapped) => cacheStoreContract({ test, factory, wrapped }),
  good: store(() => ({})),
  broken: {
    "keeps nothing": {
      fake: store(() => ({ store: async () => true })),
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
