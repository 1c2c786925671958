import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import type { Place } from "@sluice/contracts";
import { pluginContract, policyContract } from "@sluice/testkit";
import { createExamplePlugin } from "../src/example-plugin.ts";
import plugin from "../src/index.ts";

const manifest = createRequire(import.meta.url)("../package.json").sluice;

pluginContract({ test, plugin, manifest });
policyContract({ test, factory: () => createExamplePlugin({ options: { reserve: 0 } }) });

const place = (name: string, cores: number): Place => ({
  target: { deployment: "cluster", locations: 1 },
  location: { name, deployment: "cluster", local: false, hardware: { cores: 64 } },
  free: { cores },
});

test("the location with the most cores left wins", () => {
  const places = [place("a", 4), place("b", 16), place("c", 8)];
  const request = {
    job: "1",
    label: "/align 0",
    hardware: { cores: 2 },
    candidates: [],
    signal: new AbortController().signal,
  };
  assert.equal(createExamplePlugin({ options: { reserve: 0 } }).choose({ request, places }), places[1]);
});
