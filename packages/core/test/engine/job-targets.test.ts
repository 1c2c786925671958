import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bindingFilterPoint, type DeploymentConfig, type BindingFilterFactory } from "@sluice/contracts";
import { expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { chain, operations, plugin, script } from "../hooks/sample-plugins.ts";

const tokens: unknown[] = [];
const filters = plugin("filters", (host) => {
  const schema = { type: "object", properties: { token: { type: "string" } }, additionalProperties: false };
  const factory: BindingFilterFactory = {
    create: ({ options }) => {
      tokens.push(options["token"]);
      return { filter: ({ targets }) => targets };
    },
  };
  host.provide(bindingFilterPoint, "permitted", factory, { schema });
});

test("a binding filter gets the secrets that its options refer to", async () => {
  await using engine = await createEngine({
    managers: { database: { type: "memory" } },
    plugins: [operations({ job: script("true") }), filters],
    bindingFilters: { mine: { type: "permitted", options: { token: "Bearer ${secret:api}" } } },
    bindings: [{ step: "/", targets: [{ deployment: "local", locations: 1 }], filters: ["mine"] }],
    secrets: { api: { value: "hunter2" } },
  });
  const result = await (await engine.createRun({ graph: chain("job"), inputs: { x: 1 } })).execute();
  expect(result).toMatchObject({ status: "completed" });
  expect(tokens).toEqual(["Bearer hunter2"]);
});

test("a job that wants several locations is refused", async () => {
  await using engine = await createEngine({
    managers: { database: { type: "memory" } },
    plugins: [operations({ job: script("true") })],
    bindings: [{ step: "/", targets: [{ deployment: "local", locations: 2 }], filters: [] }],
  });
  const { status, failures } = await (await engine.createRun({ graph: chain("job"), inputs: { x: 1 } })).execute();
  expect(status).toBe("failed");
  expect(failures[0]?.error).toMatchObject({
    code: "CONFIG_INVALID",
    message: "2 locations of 'local' are wanted for one job, which gets 1",
  });
});

test.each<[string, Partial<DeploymentConfig>, string]>([
  ["of what it wraps, however deep", {}, "inner"],
  ["its own", { workdir: "own" }, "own"],
])("jobs of a deployment that wraps another have their folders in the workdir %s", async (_title, own, expected) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-workdir-")));
  try {
    const common = { type: "local", config: {}, external: false, lazy: true };
    const { workdir, ...more } = own;
    await using engine = await createEngine({
      managers: { database: { type: "memory" } },
      plugins: [operations({ job: script("true") })],
      deployments: [
        { name: "inner", ...common, workdir: join(folder, "inner") },
        { name: "middle", ...common, wraps: { deployment: "inner" } },
        {
          name: "outer",
          ...common,
          ...more,
          ...(workdir !== undefined && { workdir: join(folder, workdir) }),
          wraps: { deployment: "middle" },
        },
      ],
      bindings: [{ step: "/", targets: [{ deployment: "outer", locations: 1 }], filters: [] }],
    });
    const run = await engine.createRun({ graph: chain("job"), inputs: { x: 1 } });
    const folders: string[] = [];
    run.subscribe((event) => {
      if (event.type === "job_scheduled") folders.push(event.data.directory);
    });
    expect(await run.execute()).toMatchObject({ status: "completed" });
    expect(folders).toEqual([expect.stringContaining(`${join(folder, expected)}/`)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
