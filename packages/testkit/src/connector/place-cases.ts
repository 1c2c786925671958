import assert from "node:assert/strict";
import { refusesAborted } from "../suite/rejects.ts";
import type { ConnectorCases } from "./connector-harness.ts";

export const placeCases = (capabilities: readonly string[]): ConnectorCases => ({
  "each has a name of its own, and all have the same deployment": async ({ connector, signal }) => {
    const locations = await connector.locations({ signal });
    const names = locations.map(({ name }) => name);
    assert.ok(names.every((name) => typeof name === "string" && name !== ""));
    assert.equal(new Set(names).size, names.length, `names are not unique: ${names.join(", ")}`);
    assert.equal(new Set(locations.map(({ deployment }) => deployment)).size, 1);
  },

  "asked twice, they are the same": async ({ connector, signal }) => {
    const names = async () => (await connector.locations({ signal })).map(({ name }) => name);
    assert.deepEqual(await names(), await names());
  },

  "they say whether their paths are paths of this machine, as declared": async ({ connector, signal }) => {
    const local = capabilities.includes("local");
    for (const location of await connector.locations({ signal }))
      assert.equal(location.local, local, `'local' is ${local ? "" : "not "}among the capabilities`);
  },

  "hardware is an amount, where they say what they have": async ({ connector, signal }) => {
    for (const { hardware = {} } of await connector.locations({ signal }))
      for (const [name, amount] of Object.entries(hardware))
        assert.ok(typeof amount === "number" && Number.isFinite(amount) && amount >= 0, `${name} is ${amount}`);
  },

  "those of a service belong to it": async ({ connector, location, signal }) => {
    const { service } = location;
    if (service === undefined) return;
    const locations = await connector.locations({ service, signal });
    assert.ok(locations.length > 0 && locations.every((each) => each.service === service));
  },

  "an aborted signal is heard": async ({ connector }) => {
    await refusesAborted({ locations: (signal) => connector.locations({ signal }) });
  },
});
