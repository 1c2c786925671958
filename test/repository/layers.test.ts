import { describe, expect, test } from "vitest";
import { importsOf, layerFaults } from "../../scripts/layers.ts";

describe("what is read from a source", () => {
  test("static, type, re-exported, bare and dynamic imports, with their lines", () => {
    const source = [
      'import type { A } from "./a.ts";',
      "import {",
      "  b,",
      '} from "@sluice/core";',
      'export * from "./c.ts";',
      'import "./d.ts";',
      'const e = await import("sluice-plugin-docker");',
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { specifier: "./a.ts", line: 1, dynamic: false },
      { specifier: "@sluice/core", line: 4, dynamic: false },
      { specifier: "./c.ts", line: 5, dynamic: false },
      { specifier: "./d.ts", line: 6, dynamic: false },
      { specifier: "sluice-plugin-docker", line: 7, dynamic: true },
    ]);
  });

  test("comments do not count, globs in strings do not hide what follows", () => {
    const source = '// import "./a.ts"\n/* import "./b.ts" */\nconst glob = "**/*.ts";\nimport "./c.ts";\n';
    expect(importsOf(source).map((entry) => entry.specifier)).toEqual(["./c.ts"]);
  });
});

describe("between packages", () => {
  test.each([
    ["packages/contracts/src/job.ts", "node:path"],
    ["packages/connector-kit/src/quote.ts", "@sluice/core"],
    ["packages/core/src/engine/run.ts", "@sluice/cwl"],
    ["packages/core/src/engine/run.ts", "@sluice/connector-kit"],
    ["packages/cwl/src/translate/step.ts", "@sluice/core"],
    ["packages/cwl/src/index.ts", "../../core/src/graph/index.ts"],
    ["plugins/docker/src/index.ts", "@sluice/core"],
    ["plugins/docker/src/index.ts", "sluice-plugin-ssh"],
    ["packages/cli/src/main.ts", "sluice-plugin-docker"],
  ])("%s may not import %s", (file, specifier) => {
    expect(layerFaults(file, `import "${specifier}";`)).toHaveLength(1);
  });

  test.each([
    ["packages/connector-kit/src/quote.ts", "@sluice/contracts"],
    ["packages/core/src/builtin/local/connector.ts", "@sluice/connector-kit"],
    ["packages/core/src/data/read-tree.ts", "@sluice/connector-kit"],
    ["packages/core/src/recover/tree-record.ts", "@sluice/connector-kit"],
    ["packages/cwl/src/translate/step.ts", "@sluice/core/graph"],
    ["plugins/docker/src/index.ts", "@sluice/contracts/cwl"],
    ["plugins/docker/src/index.ts", "dockerode"],
    ["packages/cli/src/main.ts", "@sluice/core"],
  ])("%s may import %s", (file, specifier) => {
    expect(layerFaults(file, `import "${specifier}";`)).toEqual([]);
  });

  test("the command may import a plugin dynamically", () => {
    expect(layerFaults("packages/cli/src/main.ts", 'await import("sluice-plugin-docker");')).toEqual([]);
  });
});

describe("inside core", () => {
  test.each([
    ["hooks/run-hooks.ts", "../plugins/host.ts"],
    ["graph/build.ts", "../engine/run.ts"],
    ["schedule/local.ts", "../deploy/manager.ts"],
    ["persist/sqlite/open.ts", "../../recover/retry.ts"],
    ["builtin/local/connector.ts", "../../engine/run.ts"],
    ["builtin/local/connector.ts", "../../persist/journal.ts"],
    ["engine/run.ts", "../create-engine.ts"],
    ["version.ts", "./engine/run.ts"],
    ["engine/machine.ts", "node:crypto"],
    ["engine/machine-scatter.ts", "./interpreter.ts"],
    ["engine/machine/fold.ts", "../interpreter.ts"],
    ["engine/machine.ts", "../persist/journal.ts"],
  ])("%s may not import %s", (file, specifier) => {
    expect(layerFaults(`packages/core/src/${file}`, `import "${specifier}";`)).toHaveLength(1);
  });

  test.each([
    ["graph/build.ts", "../hooks/run-hooks.ts"],
    ["schedule/local.ts", "./policy.ts"],
    ["engine/run.ts", "../persist/journal.ts"],
    ["engine/machine.ts", "../graph/walk.ts"],
    ["engine/machine.ts", "./machine-scatter.ts"],
    ["engine/interpreter.ts", "./machine.ts"],
    ["create-engine.ts", "./builtin/local/connector.ts"],
    ["builtin/extensions.ts", "../persist/journal.ts"],
    ["engine/run.ts", "../version.ts"],
  ])("%s may import %s", (file, specifier) => {
    expect(layerFaults(`packages/core/src/${file}`, `import "${specifier}";`)).toEqual([]);
  });

  test("a new folder must be given its place", () => {
    expect(layerFaults("packages/core/src/misc/thing.ts", "")).toHaveLength(1);
  });
});
