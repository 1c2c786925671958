import type { JsonObject } from "@sluice/contracts";
import { expect, test } from "vitest";
import type { CommandOutputBinding, CommandOutputParameter, Process } from "../../src/model/index.ts";
import { translateProcess } from "../../src/translate/index.ts";
import { expressionTool, link, output, step, tool, workflow } from "./sample-process.ts";

const found = (id: string, outputBinding: CommandOutputBinding, type: "File" | "Directory" = "File") =>
  ({ id, type, outputBinding }) satisfies CommandOutputParameter;
const names = (process: Process, inputs: JsonObject = {}): unknown =>
  translateProcess(process, { inputs }).outputNames ?? {};
const file = (basename: string): JsonObject => ({ class: "File", basename });

test("a tool's files without wildcards have names that are known", () => {
  const globs: Record<string, CommandOutputBinding> = {
    plain: { glob: "a.txt" },
    below: { glob: "sub/./b.txt" },
    reference: { glob: "$(inputs.name)_$(inputs.count).txt" },
    list: { glob: ["c.txt"] },
    // Not certain.
    two: { glob: ["d", "e"] },
    star: { glob: "*.txt" },
    script: { glob: "${return 'f';}" },
    unknown: { glob: "$(inputs.other)" },
    field: { glob: "$(inputs.file.nameroot)" },
    runtime: { glob: "$(runtime.cores)" },
    open: { glob: "$(inputs.name" },
    absolute: { glob: "/tmp/x" },
    here: { glob: "." },
    evaluated: { glob: "g", outputEval: "$(self[0])" },
    none: {},
  };
  const outputs: CommandOutputParameter[] = Object.entries(globs).map(([id, binding]) => found(id, binding));
  const more = [
    found("folder", { glob: "results/" }, "Directory"),
    { ...found("optional", { glob: "o" }), type: ["null", "File"] as const },
  ];
  const process = tool("t", ["name", "count", "file"], [], { outputs: [...outputs, ...more] });
  const inputs = { name: "sample", count: 3, file: { class: "File", location: "file:///x/y.z" } };
  expect(names(process, inputs)).toEqual({
    plain: file("a.txt"),
    below: file("b.txt"),
    reference: file("sample_3.txt"),
    list: file("c.txt"),
    folder: { class: "Directory", basename: "results" },
  });
});

test("workflows hand on the names of their steps, and of their own inputs", () => {
  const make = tool("make", ["name"], [], {
    inputs: [{ id: "name", type: "string", default: "preset" }],
    outputs: [found("o", { glob: "$(inputs.name).txt" }), found("p", { glob: "p" })],
  });
  const inner = workflow(["n"], [step("made", make, [link("name", "n")])], [output("o", "made/o")]);
  const steps = [
    step("named", make, [link("name", "name")]),
    step("preset", make, []),
    step("fixed", make, [link("name", undefined, { default: "fixed" })]),
    step("computed", make, [link("name", "name", { valueFrom: "$(self)x" })]),
    step("many", make, [link("name", "names")], { scatter: ["name"] }),
    step("perhaps", make, [], { when: "$(false)" }),
    step("inner", inner, [link("n", "name")]),
    step("made", expressionTool("e", [], ["o"]), []),
  ];
  const ids = [
    "named/o",
    "preset/o",
    "fixed/o",
    "computed/o",
    "computed/p",
    "many/o",
    "perhaps/o",
    "inner/o",
    "made/o",
  ];
  const outputs = [
    ...ids.map((id) => output(id.replace("/", "_"), id)),
    output("merged", ["named/o"]),
    output("picked", "named/o", { pickValue: "first_non_null" }),
    output("given", "data"),
    output("nothing", "absent"),
  ];
  const process = workflow(["name", "names", "data", "absent"], steps, outputs);
  const data = { class: "Directory", location: "file:///x/some%20data" };
  expect(names(process, { name: "n", names: ["a"], data, absent: null })).toEqual({
    named_o: file("n.txt"),
    preset_o: file("preset.txt"),
    fixed_o: file("fixed.txt"),
    computed_p: file("p"),
    inner_o: file("n.txt"),
    given: { class: "Directory", basename: "some data" },
  });
});
