import assert from "node:assert/strict";
import { connectorPoint } from "@sluice/contracts";
import { leftBehind } from "../plugin/left-behind.ts";
import { assertNotHeard } from "../suite/not-heard.ts";
import { refusesAborted } from "../suite/rejects.ts";
import type { Cases } from "../suite/run-suite.ts";
import type { UndeployedHarness } from "./connector-harness.ts";

const methods = ["deploy", "locations", "files", "submit", "poll", "cancel", "reattach", "undeploy"] as const;

export const lifeCases = (capabilities: readonly string[]): Cases<UndeployedHarness> => ({
  "it has every method, and claims what the extension point knows": ({ connector }) => {
    for (const method of methods) assert.equal(typeof connector[method], "function", `${method} is missing`);
    assert.equal(typeof connector[Symbol.asyncDispose], "function", "it cannot be disposed");
    for (const name of capabilities)
      assert.ok(Object.hasOwn(connectorPoint.capabilities ?? {}, name), `'${name}' is no capability`);
  },

  "up, down and away": async ({ connector, signal }) => {
    await connector.deploy({ signal });
    await connector.undeploy({ signal });
    await connector[Symbol.asyncDispose]();
  },

  "it can be disposed without ever being deployed, and twice": async ({ connector }) => {
    await connector[Symbol.asyncDispose]();
    await connector[Symbol.asyncDispose]();
  },

  "disposing twice is disposing once": async ({ connector, signal }) => {
    await connector.deploy({ signal });
    await connector.undeploy({ signal });
    await connector[Symbol.asyncDispose]();
    await connector[Symbol.asyncDispose]();
  },

  "what it kept for its work goes with it": async ({ connector, signal }) => {
    const left = await leftBehind(async () => {
      await connector.deploy({ signal });
      const [location] = await connector.locations({ signal });
      if (location) await connector.files(location).stat({ paths: ["/"] });
      connector.watch?.(() => {});
      await connector.undeploy({ signal });
      await connector[Symbol.asyncDispose]();
    });
    assert.deepEqual(left, []);
    assertNotHeard(signal, "the connector");
  },

  "an aborted signal keeps it from being deployed": async ({ connector }) => {
    await refusesAborted({ deploy: (signal) => connector.deploy({ signal }) });
  },
});
