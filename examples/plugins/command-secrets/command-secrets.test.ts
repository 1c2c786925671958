import { test } from "node:test";
import { pluginContract, secretStoreContract } from "@sluice/testkit";
import { fakeLogger } from "@sluice/testkit/fakes";
import plugin, { createCommandSecrets } from "./index.ts";
import about from "./package.json" with { type: "json" };

const vault = `case "$0" in a) echo first ;; b) echo second ;; *) exit 1 ;; esac`;

pluginContract({ test, plugin, manifest: about.sluice });
secretStoreContract({
  test,
  waits: true,
  async factory() {
    const logger = fakeLogger();
    const options = { argv: ["/bin/sh", "-c", vault] };
    const store = await createCommandSecrets({ options, configDir: "/", logger });
    return { store, logger, secrets: { a: "first", b: "second" }, missing: "c" };
  },
});
