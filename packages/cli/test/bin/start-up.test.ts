import { chownSync, mkdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { needs, testWith } from "../../../../test/support/needs.ts";
import { Sandbox } from "../support/sandbox.ts";

const tool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: "true"
inputs: {}
outputs: {}
`;
/** Modules of Node that only runs need, and that take longer to load than a document to read. */
const modulesOfRuns = ["child_process", "crypto", "sqlite", "v8", "worker_threads"];

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("tool.cwl", tool);
  sandbox.write(
    "tell.cjs",
    `const before = new Set(process.moduleLoadList);
process.on("exit", () => {
  const loaded = process.moduleLoadList.filter((each) => !before.has(each)).map((each) => each.split(" ").at(-1));
  require("node:fs").writeFileSync("loaded.json", JSON.stringify(loaded));
});
`,
  );
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

/** The modules of Node that a command loads. */
function loadedBy(...argv: string[]): string[] {
  const { status, stderr } = sandbox.call([
    process.execPath,
    "--require",
    sandbox.path("tell.cjs"),
    commandPath("sluice"),
    ...argv,
  ]);
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(sandbox.read("loaded.json")) as string[];
}

describe("what the commands load of Node", () => {
  test("to check a document, nothing that only runs need", () => {
    const loaded = loadedBy("validate", "tool.cwl");
    expect(modulesOfRuns.filter((each) => loaded.includes(each))).toEqual([]);
  });

  test("to run one, what it needs; a thread for JavaScript only where there is some", () => {
    const loaded = loadedBy("run", "tool.cwl");
    expect(modulesOfRuns.filter((each) => !loaded.includes(each))).toEqual(["worker_threads"]);
  });
});

describe("compiled code is kept", () => {
  const tellCache = `process.on("exit", () => console.error(String(require("node:module").getCompileCacheDir())));\n`;
  const cacheOf = (): string => {
    sandbox.write("cache.cjs", tellCache);
    const command = [process.execPath, "--require", sandbox.path("cache.cjs"), commandPath("sluice"), "--version"];
    return sandbox.call(["env", `XDG_CACHE_HOME=${sandbox.path("cache")}`, ...command]).stderr;
  };

  test("in the cache of this user", () => {
    expect(cacheOf()).toContain(sandbox.path("cache/sluice/compile"));
    expect(cacheOf()).toContain(sandbox.path("cache/sluice/compile"));
  });

  testWith(needs.root, "and not taken from another user", () => {
    mkdirSync(sandbox.path("cache/sluice/compile"), { recursive: true });
    chownSync(sandbox.path("cache/sluice/compile"), 12_345, 12_345);
    expect(cacheOf()).toBe("undefined\n");
  });
});
