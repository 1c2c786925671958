import { reporterPoint } from "@sluice/contracts";
import { pluginContract, reporterContract } from "@sluice/testkit";
import { fakeHost } from "@sluice/testkit/fakes";
import { describe, test } from "vitest";
import { createDisplayPlugin } from "../../src/reporters/display-plugin.ts";
import { displayManifest } from "../../src/reporters/manifest.ts";
import { createConsole } from "../../src/session/command-console.ts";

/** The console of a person, who sees what is drawn at once; nothing is written to that of the tests. */
const console = { ...createConsole(), live: true, err: () => {}, draw: () => {} };
const createPlugin = () => createDisplayPlugin(console);

describe("the plugin", () => {
  pluginContract({ test, plugin: createPlugin(), manifest: displayManifest });
});

describe.each((displayManifest.extensions ?? []).map(({ name }) => name))("the display %s", (name) => {
  reporterContract({
    test,
    wrapped: true,
    factory: async () => {
      const host = fakeHost();
      await createPlugin().setup(host);
      const factory = host.extension(reporterPoint, name);
      return { create: (input) => factory.create(input), [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
    },
  });
});
