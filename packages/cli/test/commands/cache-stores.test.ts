import { afterEach, beforeEach, expect, test } from "vitest";
import { pluginModule } from "../support/plugin-packages.ts";
import { Sandbox } from "../support/sandbox.ts";

/** A store that has one result, until it is cleared in the same process; it says what it was made with. */
const store = `
  const point = { id: "cache-store", apiVersion: 1 };
  const schema = { type: "object", properties: { folder: { type: "string" }, depth: { type: "integer", default: 3 } }, additionalProperties: false };
  const create = ({ options }) => ({
    lookup: async () => undefined,
    store: async () => false,
    list: async () => [{ key: "a".repeat(64), label: options.folder + ":" + options.depth + " 0.2", createdAt: 1e12, usedAt: 1e12, bytes: 2048 }],
    clear: async ({ usedBefore }) => ({ entries: usedBefore === undefined ? 1 : 0, bytes: 2048 }),
  });
  host.provide(point, NAME, { create }, { schema });
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("shelf.mjs", pluginModule("shelf", store.replace("NAME", '"shelf"')));
}, 60_000);
afterEach(() => sandbox[Symbol.dispose]());

test("sluice cache lists and clears what the store of a plugin keeps", () => {
  const options = ["--cache", "kept", "--cache-store", "shelf", "--plugin", "./shelf.mjs"];
  const { status, stdout, stderr } = sandbox.sluice("cache", "list", ...options);
  expect([status, stderr]).toEqual([0, "1 result, 2.0 KB\n"]);
  expect(stdout).toContain(`${sandbox.path("kept")}:3[2]`);
  expect(sandbox.sluice("cache", "clear", ...options)).toMatchObject({
    status: 0,
    stderr: "Removed 1 result, 2.0 KB.\n",
  });
  expect(sandbox.sluice("cache", "clear", ...options, "--older-than", "1d").stderr).toBe(
    "There is nothing to remove.\n",
  );
});

test("a store that takes the place of the usual one is found through its configuration", () => {
  sandbox.write("other.mjs", pluginModule("other", store.replace("NAME", '"folder"')));
  sandbox.write("sluice.yml", "version: v1.0\nplugins: [{ plugin: ./other.mjs, overrides: [cache-store/folder] }]\n");
  const { stdout } = sandbox.sluice("cache", "list", "--cache", "kept", "--config", "sluice.yml");
  expect(stdout).toContain(`${sandbox.path("kept")}:3[2]`);
  expect(sandbox.sluice("cache", "list", "--cache", "kept")).toMatchObject({ status: 0, stdout: "" });
});

test("a store that nobody provides is refused", () => {
  const { status, stdout, stderr } = sandbox.sluice("cache", "list", "--cache", "kept", "--cache-store", "shelf");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/PLUGIN_MISSING.*'shelf'/);
});
