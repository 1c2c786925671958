import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src/expression/", import.meta.url));
const script = `
  import { createExpressionEvaluator } from "./index.js";
  await using evaluator = createExpressionEvaluator();
  const scope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" };
  console.log(await evaluator.evaluateAll({ scope, inputs: { x: 1 }, runtime: {}, evaluations: [{ expression: "$(inputs.x + 41)" }] }));
`;

test("the worker and its engine are found when everything is bundled", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sluice-bundle-"));
  try {
    await build({
      input: [join(source, "index.ts"), join(source, "expression-worker.ts")],
      platform: "node",
      resolve: { conditionNames: ["@sluice/source", "import", "node", "default"] },
      output: { dir: folder, format: "esm", minify: true },
    });
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "run.js"), script);
    const run = () => promisify(execFile)(process.execPath, [join(folder, "run.js")], { cwd: folder });
    // Without the engine it is an error that says so, not a hang.
    await expect(run()).rejects.toThrow(/INTERNAL[\s\S]*quickjs-wasi|quickjs-wasi[\s\S]*INTERNAL/);
    await copyFile(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm")), join(folder, "quickjs.wasm"));
    expect((await run()).stdout).toBe("[ 42 ]\n");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
