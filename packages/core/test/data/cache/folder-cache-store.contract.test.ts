import { chmodSync, globSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheStoreContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import { test } from "vitest";
import { folderCacheStoreFactory } from "../../../src/data/index.ts";

cacheStoreContract({
  test,
  wrapped: true,
  damage: ({ folder }) => {
    for (const path of globSync(join(folder, "**/files/**"))) {
      if (!statSync(path).isFile()) continue;
      chmodSync(path, 0o600);
      writeFileSync(path, "damaged");
    }
  },
  factory: async () => {
    const folder = await temporaryFolder();
    const again = () => folderCacheStoreFactory.create({ options: { folder: folder.at("cache") } });
    return {
      store: again(),
      again,
      folder: folder.at("cache"),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
});
