import { afterAll, describe, expect, it, test } from "vitest";
import type { Json } from "@sluice/contracts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import type { CommandOutputParameter } from "../../src/model/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { asJob, runTool } from "./run-tool.ts";
import { shellCommand, toolParams } from "./tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operation = asJob(createCwlOperations({ evaluator })["cwl.command-line-tool"]);

const anything = { type: "array", items: ["File", "Directory"] } as const;

/** The names that a glob finds of what a script makes. */
async function found(script: string, glob: string | string[], type: CommandOutputParameter["type"] = anything) {
  const outputs = [{ id: "o", type, outputBinding: { glob } }];
  const params = toolParams({ arguments: [{ valueFrom: script, shellQuote: false }], outputs }, [shellCommand]);
  const { outputs: values } = await runTool(operation, params);
  const names = (value: Json | undefined): Json =>
    Array.isArray(value)
      ? (value as readonly Json[]).map(names)
      : ((value as { basename?: string } | null)?.basename ?? null);
  return names(values["o"]);
}

describe("a glob that ends in a slash", () => {
  const script = "mkdir d e; touch f d/g; ln -s d l; ln -s nowhere dangling; mkfifo pipe";

  test.each([
    ["*/", ["d", "e", "l"]],
    ["d/", ["d"]],
    ["f/", []],
    ["dangling/", []],
    ["pipe/", []],
    ["./d//", ["d"]],
    ["*/g/", []],
    [
      ["*/", "f", "d"],
      ["d", "e", "l", "f"],
    ],
  ])("matches directories only: %j", async (glob, names) => {
    expect(await found(script, glob)).toEqual(names);
  });

  it("is optional like any other", async () => {
    expect(await found(script, "f/", ["null", "File", "Directory"])).toBe(null);
    await expect(found(script, "f/", "File")).rejects.toThrow("nothing matches its glob");
  });
});

describe("what is neither a file nor a directory is refused by name", () => {
  test.each([
    ["a dangling link", "touch f; ln -s gone/away x", /\/out\/x, .* is a link, to gone\/away, that leads nowhere/],
    ["a link to itself", "ln -s x x", /\/out\/x, .* is a link, to x, that leads nowhere/],
    ["a pipe", "mkfifo x", /\/out\/x, .* is neither a file nor a directory/],
    ["a link to a pipe", "mkdir -p p; mkfifo p/pipe; ln -s p/pipe x", /\/out\/x, .* is neither a file nor a directory/],
    ["a link to a device", "ln -s /dev/zero x", /\/out\/x is a link to \/dev\/zero/],
  ])("%s", async (_what, script, message) => {
    for (const glob of ["x", "x*", "*"]) await expect(found(script, glob)).rejects.toThrow(message);
    const inside = `mkdir d; cd d; ${script}`;
    const deep = new RegExp(message.source.replace("out", "out\\/d"));
    for (const glob of ["d", "d/"]) await expect(found(inside, glob, "Directory")).rejects.toThrow(deep);
  });

  it("also where the output is optional", async () => {
    await expect(found("ln -s gone x", "x", ["null", "File"])).rejects.toThrow("leads nowhere");
    await expect(found("mkfifo x", "x", ["null", "File"])).rejects.toThrow("neither a file nor a directory");
  });
});
