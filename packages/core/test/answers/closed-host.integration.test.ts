import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("what was never answered does not keep a process alive whose host is closed", () => {
  const script = `
    import { schedulerPoint } from "@sluice/contracts";
    import { createHost } from "@sluice/core/host";
    const plugin = { name: "silent", version: "1.0.0", engine: "*", setup(host) {
      host.provide(schedulerPoint, "silent", { create: () => ({
        allocate: () => new Promise(() => {}), adopt: () => ({}), restore() {},
      }) });
    } };
    const host = await createHost({ plugins: [plugin] });
    const scheduler = await host.extension(schedulerPoint, "silent").create({ options: {} });
    void scheduler.allocate({ candidates: [] });
    await host[Symbol.asyncDispose]();
    void scheduler.allocate({ candidates: [] });`;
  const node = ["--conditions=@sluice/source", "--input-type=module", "--eval", script];
  const { status, signal, stderr } = spawnSync(process.execPath, node, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    timeout: 20_000,
  });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: "" });
});
