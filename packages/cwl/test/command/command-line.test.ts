import { exactNumber, type Json, type JsonObject } from "@sluice/contracts";
import { afterAll, describe, expect, it } from "vitest";
import { askCommandLine } from "../../src/command/command-line.ts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import type { CommandLineTool, CwlType, InputParameter } from "../../src/model/index.ts";
import { createExpressionRound } from "../../src/value/expression-round.ts";
import { tool } from "../operation/tool-model.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());

async function commandLine(
  fields: Partial<CommandLineTool>,
  inputs: JsonObject = {},
  shell = false,
): Promise<readonly string[]> {
  const scope = { javascript: true, expressionLib: [], cwlVersion: "v1.2" as const };
  const round = createExpressionRound({
    evaluator,
    scope,
    inputs,
    runtime: { cores: 2 },
    signal: new AbortController().signal,
  });
  const answer = askCommandLine(tool(fields), inputs, shell, round);
  await round.settle();
  return answer();
}

const tree: CwlType = {
  type: "record",
  fields: [
    { name: "n", type: "int", inputBinding: { prefix: "-n" } },
    {
      name: "of",
      type: ["null", { type: "array", items: { type: "recursion", up: 0 } }],
      inputBinding: { prefix: "-of", position: 1 },
    },
  ],
};

/** The command line of one input. */
async function ofInput(
  type: CwlType,
  value: Json,
  inputBinding?: InputParameter["inputBinding"],
): Promise<readonly string[]> {
  const parameter: InputParameter = { id: "x", type, ...(inputBinding && { inputBinding }) };
  return (await commandLine({ baseCommand: ["p"], inputs: [parameter] }, { x: value })).slice(1);
}

describe("values", () => {
  it.each<[CwlType, Json, InputParameter["inputBinding"], string[]]>([
    ["string", "a b", { prefix: "-x" }, ["-x", "a b"]],
    [tree, { n: 1, of: [{ n: 2 }, { n: 3, of: [] }] }, {}, ["-n", "1", "-of", "-n", "2", "-n", "3"]],
    ["string", "a", { prefix: "-x=", separate: false }, ["-x=a"]],
    [
      { type: "record", fields: [{ name: "n", type: "int", inputBinding: {} }], inputBinding: { prefix: "--type" } },
      { n: 1 },
      { prefix: "--input" },
      ["--input", "--type", "1"],
    ],
    [
      ["null", { type: "enum", symbols: ["a"], inputBinding: { prefix: "--type" } }],
      "a",
      { prefix: "--input" },
      ["--input", "a", "--type", "a"],
    ],
    [
      { type: "array", items: { type: "enum", symbols: ["a", "b"], inputBinding: { prefix: "--item" } } },
      ["a", "b"],
      { prefix: "--all" },
      ["--all", "--item", "a", "--item", "b"],
    ],
    ["int", 3, {}, ["3"]],
    ["double", 1e-7, {}, ["0.0000001"]],
    ["double", 1.25e22, {}, ["12500000000000000000000.0"]],
    ["long", exactNumber("6150769120280496265"), { prefix: "-n" }, ["-n", "6150769120280496265"]],
    ["double", exactNumber("1.0"), {}, ["1.0"]],
    [{ type: "array", items: "double" }, [exactNumber("1.0"), 2], { itemSeparator: "," }, ["1.0,2"]],
    ["boolean", true, { prefix: "-b" }, ["-b"]],
    ["boolean", false, { prefix: "-b" }, []],
    ["boolean", true, {}, []],
    [["null", "string"], null, { prefix: "-n", valueFrom: "never" }, []],
    ["File", { class: "File", path: "/in/a" }, { prefix: "-f" }, ["-f", "/in/a"]],
    [{ type: "array", items: "int" }, [], { prefix: "-e" }, []],
    [{ type: "array", items: "int" }, [1, 2], { prefix: "-e" }, ["-e", "1", "2"]],
    [{ type: "array", items: "int" }, [1, 2], { prefix: "-e", itemSeparator: ",", separate: false }, ["-e1,2"]],
    [
      { type: "array", items: "int", inputBinding: { prefix: "-i" } },
      [1, 2],
      { prefix: "-e" },
      ["-e", "-i", "1", "-i", "2"],
    ],
    [{ type: "array", items: "int", inputBinding: { prefix: "-i" } }, [1, 2], undefined, ["-i", "1", "-i", "2"]],
    [{ type: "array", items: "boolean" }, [true, false], { prefix: "-t" }, ["-t"]],
    ["Any", { a: 1 }, { prefix: "-o" }, ["-o"]],
    ["string", "a", undefined, []],
    ["string", "a", { valueFrom: "$(self)$(runtime.cores)" }, ["a2"]],
    [{ type: "array", items: "string" }, ["a"], { valueFrom: "constant" }, ["constant"]],
    ["int", 1, { valueFrom: "$([self, 'b', null])", prefix: "-l" }, ["-l", "1", "b"]],
    ["boolean", true, { valueFrom: "hello", prefix: "-z" }, ["-z", "hello"]],
    [{ type: "enum", symbols: ["a"], inputBinding: { prefix: "-s" } }, "a", undefined, ["-s", "a"]],
    [["null", { type: "enum", symbols: ["a"], inputBinding: { prefix: "-s" } }], "a", undefined, ["-s", "a"]],
  ])("of type %j: %j with %j", async (type, value, binding, expected) => {
    expect(await ofInput(type, value, binding)).toEqual(expected);
  });

  it("nest", async () => {
    const inner: CwlType = { type: "array", items: "string", inputBinding: { prefix: "-q" } };
    const type: CwlType = { type: "array", items: inner, inputBinding: { prefix: "-p" } };
    expect(await ofInput(type, [["a", "b"], ["c"]], { prefix: "-s" })).toEqual([
      "-s",
      "-p",
      "-q",
      "a",
      "-q",
      "b",
      "-p",
      "-q",
      "c",
    ]);
  });
});

describe("order", () => {
  const record: CwlType = {
    type: "record",
    fields: [
      { name: "a", type: "int", inputBinding: { position: 2, prefix: "-a" } },
      { name: "b", type: "string", inputBinding: { position: 1, prefix: "-b" } },
      { name: "c", type: "string" },
    ],
  };
  const value = { a: 1, b: "x", c: "y" };

  it("of record fields without and with a binding around them", async () => {
    const between = {
      arguments: [
        { valueFrom: "mid", position: 1 },
        { valueFrom: "end", position: 6 },
      ],
    };
    expect(await commandLine({ ...between, inputs: [{ id: "r", type: record }] }, { r: value })).toEqual([
      "mid",
      "-b",
      "x",
      "-a",
      "1",
      "end",
    ]);
    const bound = { id: "r", type: record, inputBinding: { position: 5, prefix: "-R" } };
    expect(await commandLine({ ...between, inputs: [bound] }, { r: value })).toEqual([
      "mid",
      "-R",
      "-b",
      "x",
      "-a",
      "1",
      "end",
    ]);
  });

  it("by position, arguments before inputs, inputs by name", async () => {
    const inputs: InputParameter[] = [
      { id: "z", type: "string", inputBinding: {} },
      { id: "b", type: "string", inputBinding: {} },
      { id: "é", type: "string", inputBinding: { position: -1 } },
      { id: "n", type: "int", inputBinding: { position: "$(self)" } },
    ];
    const values = { z: "Z", b: "B", é: "E", n: 7 };
    expect(
      await commandLine(
        { baseCommand: ["p"], inputs, arguments: ["one", "two", { valueFrom: "ten", position: 10 }] },
        values,
      ),
    ).toEqual(["p", "E", "one", "two", "B", "Z", "7", "ten"]);
  });

  it("of the items of lists without a binding, by their index first, as the reference runner has it", async () => {
    const inputs: InputParameter[] = [
      { id: "r", type: { type: "array", items: record } },
      { id: "ri", type: { type: "array", items: "string", inputBinding: { prefix: "-i", position: 1 } } },
    ];
    const values = { r: [value, { ...value, b: "y" }], ri: ["p", "q"] };
    expect((await commandLine({ inputs, arguments: ["A0", { position: 1, valueFrom: "A1" }] }, values)).join(" ")).toBe(
      "A0 -b x -i p -a 1 A1 -b y -i q -a 1",
    );
  });
});

describe("the shell", () => {
  it("is used only when asked for, and reads nothing that is not meant for it", async () => {
    const fields: Partial<CommandLineTool> = {
      baseCommand: ["echo"],
      arguments: ["it's $HOME", { valueFrom: "> foo", shellQuote: false }, { prefix: "-p", valueFrom: "a b" }],
    };
    expect(await commandLine(fields, {}, true)).toEqual(["/bin/sh", "-c", "'echo' 'it'\\''s $HOME' > foo '-p' 'a b'"]);
    expect(await commandLine(fields)).toEqual(["echo", "it's $HOME", "> foo", "-p", "a b"]);
  });
});

it("needs something to run", async () => {
  await expect(commandLine({})).rejects.toMatchObject({ code: "CWL_INVALID" });
});
