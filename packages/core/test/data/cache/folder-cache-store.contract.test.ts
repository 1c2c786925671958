import { cacheStoreContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import { test } from "vitest";
import { folderCacheStoreFactory } from "../../../src/data/index.ts";

cacheStoreContract({
  test,
  wrapped: true,
  factory: async () => {
    const folder = await temporaryFolder();
    const again = () => folderCacheStoreFactory.create({ options: { folder: folder.at("cache") } });
    return { store: again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  },
});
