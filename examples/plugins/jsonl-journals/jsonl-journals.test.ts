import { test } from "node:test";
import { databaseContract, pluginContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import plugin from "./index.ts";
import { createJsonlDatabase } from "./jsonl-database.ts";
import about from "./package.json" with { type: "json" };

pluginContract({ test, plugin, manifest: about.sluice });
databaseContract({
  test,
  capabilities: ["persistent"],
  wrapped: true,
  async factory({ now }) {
    const folder = await temporaryFolder();
    const again = () => createJsonlDatabase({ folder: "runs", configDir: folder.path, now });
    return { database: again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  },
});
