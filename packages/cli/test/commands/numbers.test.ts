import { parseJson, type Json, type JsonObject } from "@sluice/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

/** Gets its numbers on the command line, and gives them back through `cwl.output.json`. */
const tool = `cwlVersion: v1.2
class: CommandLineTool
requirements: { InlineJavascriptRequirement: {} }
baseCommand: [sh, -c, 'printf ''{"n": %s, "x": %s, "all": %s, "text": "%s"}'' "$@" > cwl.output.json', sh]
arguments:
  - { position: 1, valueFrom: $(inputs.n) }
  - { position: 2, valueFrom: $(inputs.x) }
  - { position: 3, valueFrom: "[$(inputs.all)]" }
  - { position: 4, valueFrom: "$(inputs.n) $(inputs.x) \${ return typeof inputs.x; }" }
inputs: { n: long, x: double, all: Any }
outputs: { n: long, x: double, all: Any, text: string }
`;

/** Every number goes through a scatter, a step's expression, a command line and an output; and some do so as defaults. */
const workflow = (longs: string, doubles: string): string => `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {}, StepInputExpressionRequirement: {}, InlineJavascriptRequirement: {} }
inputs:
  ns: { type: "long[]", default: ${longs} }
  xs: { type: "double[]", default: ${doubles} }
  gate: string
steps:
  each:
    run: tool.cwl
    scatter: [n, x]
    scatterMethod: dotproduct
    in:
      n: ns
      x: xs
      y: { default: ${longs} }
      all: { valueFrom: $(inputs) }
    out: [n, x, all, text]
  last:
    run:
      class: CommandLineTool
      baseCommand: [test, -e]
      inputs: { gate: { type: string, inputBinding: {} }, n: "long[]" }
      outputs: { n: { type: "long[]", outputBinding: { outputEval: $(inputs.n) } } }
    in: { gate: gate, n: each/n }
    out: [n]
outputs:
  n: { type: "long[]", outputSource: last/n }
  x: { type: "double[]", outputSource: each/x }
  all: { type: { type: array, items: Any }, outputSource: each/all }
  text: { type: "string[]", outputSource: each/text }
  kept: { type: "long[]", outputSource: ns }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("tool.cwl", tool);
  sandbox.write("open", "");
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

const outputsOf = (...args: readonly string[]): JsonObject => {
  const { status, stdout, stderr } = sandbox.sluice(...args);
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return parseJson(stdout) as JsonObject;
};
const text = (value: Json | undefined): string => JSON.stringify(value);
const read = (digits = ""): Json => parseJson(digits) as Json;

test("64-bit integers and floats of all sizes are the same on every way", { timeout: 300_000 }, () => {
  const long = fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constantFrom(2n ** 53n + 1n, 6150769120280496265n));
  const mantissa = fc.double({ min: 1, max: 10, maxExcluded: true, noNaN: true });
  const double = fc.oneof(
    fc.tuple(mantissa, fc.integer({ min: -307, max: 307 })).map(([digits, exponent]) => `${digits}e${exponent}`),
    fc.integer({ min: -1000, max: 1000 }).map((whole) => `${whole}.0`),
    fc.constantFrom("1e300", "1e-300", "-0.0", "1", "2.50", "1e21", "1e17"),
  );
  const count = 8;
  const numbers = fc.tuple(
    fc.array(long, { minLength: count, maxLength: count }),
    fc.array(double, { minLength: count, maxLength: count }),
  );
  fc.assert(
    fc.property(numbers, ([longs, doubles]) => {
      const [ns, xs] = [`[${longs.join(", ")}]`, `[${doubles.join(", ")}]`];
      const [wanted, floats] = [text(longs.map((each) => read(String(each)))), text(doubles.map((each) => read(each)))];
      const open = sandbox.path("open");
      const check = (outputs: JsonObject): void => {
        expect([text(outputs["n"]), text(outputs["kept"])]).toEqual([wanted, wanted]);
        expect(text(outputs["x"])).toBe(floats);
        const all = (outputs["all"] as readonly JsonObject[][]).flat();
        expect(text(all.map((one) => one["n"] ?? null))).toBe(wanted);
        expect(text(all.map((one) => one["x"] ?? null))).toBe(floats);
        expect(new Set(all.map((one) => text(one["y"])))).toEqual(new Set([wanted]));
        const words = (outputs["text"] as readonly string[]).map((line) => line.split(" "));
        expect(words.map(([n]) => n)).toEqual(longs.map(String));
        expect(text(words.map(([, x]) => read(x)))).toBe(floats);
      };
      sandbox.write("flow.cwl", workflow(ns, xs));
      sandbox.write("bare.cwl", workflow("[]", "[]").replace("y: { default: [] }", `y: { default: ${ns} }`));
      sandbox.write("job.json", `{"ns": ${ns}, "xs": ${xs}, "gate": ${JSON.stringify(open)}}`);
      const lines = (list: readonly unknown[]): string => list.map((each) => `\n  - ${String(each)}`).join("");
      sandbox.write("job.yml", `ns:${lines(longs)}\nxs:${lines(doubles)}\ngate: ${open}\n`);
      // Defaults, and what is packed; then the same jobs from the cache.
      check(outputsOf("run", "flow.cwl", "--gate", open, "--cache", "cache"));
      sandbox.write("packed.json", sandbox.sluice("pack", "flow.cwl").stdout);
      check(outputsOf("run", "packed.json", "--gate", open));
      check(outputsOf("run", "flow.cwl", "--gate", open, "--cache", "cache"));
      // Jobs, and options.
      check(outputsOf("run", "bare.cwl", "job.json"));
      check(outputsOf("run", "bare.cwl", "job.yml"));
      check(outputsOf("run", "bare.cwl", "--gate", open, `--ns=${ns}`, `--xs=${xs}`));
      // A run that is taken up again from its journal, and what is kept of it.
      const [id, gate] = ["run", sandbox.path("gate")];
      expect(sandbox.sluice("run", "flow.cwl", "--gate", gate, "--run-id", id).status).toBe(1);
      sandbox.write("gate", "");
      check(outputsOf("resume", id));
      check(outputsOf("show", id, "--outputs"));
    }),
    { numRuns: 1, endOnFailure: true },
  );
});

test("numbers have their digits wherever a tool gets them", { timeout: 60_000 }, () => {
  sandbox.write(
    "places.cwl",
    `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'cat w v; echo " L=$L F=$F $0 $*"']
requirements:
  InlineJavascriptRequirement: {}
  EnvVarRequirement: { envDef: { L: "$(inputs.r.a)", F: $(inputs.r.f) } }
  InitialWorkDirRequirement:
    listing: [{ entryname: w, entry: "$(inputs.r)\\n" }, { entryname: v, entry: $(inputs.r.a) }]
  ResourceRequirement: { coresMin: $(inputs.one), ramMin: $(inputs.r.f) }
  ToolTimeLimit: { timelimit: $(inputs.seconds) }
arguments: [{ position: $(inputs.zero), valueFrom: $(runtime.cores) }]
stdout: out
inputs:
  one: { type: float, default: 1.0 }
  seconds: { type: Any, default: 20.0 }
  zero: { type: Any, default: 0.0 }
  large: { type: [int, float], default: 3000000000, inputBinding: { position: 1 } }
  float: { type: [int, float], default: 1e3, inputBinding: { position: 2 } }
  either: { type: ["null", { type: enum, symbols: [a] }, long], default: 6150769120280496265, inputBinding: { position: 3 } }
  list: { type: "double[]", default: [1.0, 2, 2.50], inputBinding: { position: 4, itemSeparator: "," } }
  r:
    type:
      type: record
      fields:
        a: { type: long, inputBinding: { prefix: -a } }
        f: { type: double, inputBinding: { prefix: -f } }
    inputBinding: { position: 5 }
outputs:
  o: { type: string, outputBinding: { glob: out, loadContents: true, outputEval: "$(self[0].contents)" } }
  r: { type: Any, outputBinding: { outputEval: $(inputs.r) } }
`,
  );
  const { o, r } = outputsOf("run", "places.cwl", "--r.a", "9007199254740993", "--r.f", "64.0");
  expect(o).toBe(
    '{"a": 9007199254740993, "f": 64.0}\n9007199254740993 L=9007199254740993 F=64.0 1 3000000000 1000.0 ' +
      "6150769120280496265 1.0,2,2.5 -a 9007199254740993 -f 64.0\n",
  );
  expect(text(r)).toBe('{"a":9007199254740993,"f":64.0}');
  expect(sandbox.sluice("inputs", "places.cwl").stdout).toMatch(/6150769120280496265[^]*\[1\.0,2,2\.5\]/);
  expect(sandbox.sluice("run", "places.cwl", "--r.a", "9223372036854775808", "--r.f", "1").stderr).toContain(
    `CWL_INPUT_INVALID: the input 'r.a' must be long, not "9223372036854775808"`,
  );
});

test("what JavaScript cannot hold is told", { timeout: 60_000 }, () => {
  const digits = "6150769120280496265";
  const outputs = (value: string): string => `cwlVersion: v1.2
class: CommandLineTool
requirements: { InlineJavascriptRequirement: {} }
baseCommand: [echo, "${digits}"]
stdout: out
inputs: { n: { type: long, default: ${digits} } }
outputs: { n: { type: long, outputBinding: { glob: out, loadContents: true, outputEval: ${value} } } }
`;
  sandbox.write("reads.cwl", outputs("$(inputs.n + 1)"));
  sandbox.write("rounds.cwl", outputs('"$(parseInt(self[0].contents))"'));
  expect(sandbox.sluice("run", "reads.cwl").stderr).toContain(
    `inputs.n is ${digits}, which JavaScript cannot hold: it rounds integers beyond 2^53; $(inputs.n) alone`,
  );
  expect(sandbox.sluice("run", "rounds.cwl").stderr).toMatch(
    /output "n" must be long, but it is the number 6150769120280496000\.0\n.*JavaScript rounds integers beyond 2\^53/,
  );
});
