import { mkdir, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { pluginContract, transferSchemeContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import plugin, { createDatasetScheme } from "./index.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice, options: { folder: "data" } });
transferSchemeContract({
  test,
  async factory() {
    const folder = await temporaryFolder();
    const contents = { "dataset://one.txt": "the first data set", "dataset://two.txt": "the second data set" };
    await mkdir(folder.at("data"));
    await writeFile(folder.at("data", "one.txt"), contents["dataset://one.txt"]);
    await writeFile(folder.at("data", "two.txt"), contents["dataset://two.txt"]);
    const scheme = createDatasetScheme(folder.at("data"));
    const close = () => folder[Symbol.asyncDispose]();
    return { scheme, contents, missing: "dataset://three.txt", [Symbol.asyncDispose]: close };
  },
});
