import { globSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { cacheStoreContract, pluginContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import about from "./package.json" with { type: "json" };
import { createPlainCache } from "./plain-cache.ts";

pluginContract({ test, plugin, manifest: about.sluice });
cacheStoreContract({
  test,
  damage({ results }) {
    for (const file of globSync(`${results}/*/files/*/*`)) writeFileSync(file, "damaged");
  },
  async factory() {
    const folder = await temporaryFolder();
    const again = () => createPlainCache(folder.at("results"));
    return {
      store: again(),
      again,
      results: folder.at("results"),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
});
