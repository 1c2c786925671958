import { existsSync, mkdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

const tool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo "$0" >> "$1/starts"; echo "$0" > "$0.txt"; test "$0" != bad || test -e "$1/cure"']
inputs: { word: { type: string, inputBinding: { position: 1 } }, folder: { type: string, inputBinding: { position: 2 } } }
outputs: { out: { type: File, outputBinding: { glob: $(inputs.word).txt } } }
`;

/** A scattered workflow inside, whose second element fails in one of two steps; and all ways in which outputs come together. */
const workflow = `cwlVersion: v1.2
class: Workflow
requirements:
  { ScatterFeatureRequirement: {}, MultipleInputFeatureRequirement: {}, SubworkflowFeatureRequirement: {}, InlineJavascriptRequirement: {} }
inputs: { folder: string }
steps:
  good: { run: tool.cwl, in: { word: { default: good }, folder: folder }, out: [out] }
  bad: { run: tool.cwl, in: { word: { default: bad }, folder: folder }, out: [out] }
  list: { run: tool.cwl, scatter: word, in: { word: { default: [a, bad, c] }, folder: folder }, out: [out] }
  sub:
    run: sub.cwl
    scatter: word
    in: { word: { default: [d, bad] }, folder: folder }
    out: [own, other]
  when: { run: sub.cwl, when: $(inputs.word == "bad"), in: { word: { default: bad }, folder: folder }, out: [own, other] }
  nested: { run: pair.cwl, scatter: [x, y], scatterMethod: nested_crossproduct, in: { x: { default: [1, 0] }, y: { default: [2, 3] } }, out: [n] }
  flat: { run: pair.cwl, scatter: [x, y], scatterMethod: flat_crossproduct, in: { x: { default: [1, 0] }, y: { default: [2, 3] } }, out: [n] }
  none: { run: count.cwl, in: { files: list/out }, out: [n] }
outputs:
  good: { type: File, outputSource: good/out }
  bad: { type: File, outputSource: bad/out }
  list: { type: "File[]", outputSource: list/out }
  own: { type: "File[]", outputSource: sub/own }
  other: { type: "File[]", outputSource: sub/other }
  gated: { type: File, outputSource: when/other }
  lost: { type: File, outputSource: when/own }
  nested: { type: { type: array, items: { type: array, items: int } }, outputSource: nested/n }
  flat: { type: "int[]", outputSource: flat/n }
  merged: { type: "File[]", outputSource: [bad/out, good/out] }
  flattened: { type: "File[]", outputSource: [bad/out, list/out], linkMerge: merge_flattened }
  first: { type: File, outputSource: [bad/out, good/out], pickValue: first_non_null }
  only: { type: File, outputSource: [bad/out, bad/out], pickValue: the_only_non_null }
  all: { type: "File[]", outputSource: [bad/out, good/out], pickValue: all_non_null }
  none: { type: int, outputSource: none/n }
`;

/** One after the other. */
const order = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {}, MultipleInputFeatureRequirement: {} }
inputs: { folder: string }
steps:
  good: { run: tool.cwl, in: { word: { default: good }, folder: folder }, out: [out] }
  bad: { run: tool.cwl, in: { word: { default: bad }, folder: folder, after: good/out }, out: [out] }
  list: { run: tool.cwl, scatter: word, in: { word: { default: [a] }, folder: folder, after: bad/out }, out: [out] }
outputs:
  good: { type: File, outputSource: good/out }
  both: { type: "File[]", outputSource: [good/out, bad/out] }
  list: { type: "File[]", outputSource: list/out }
`;

const sub = `cwlVersion: v1.2
class: Workflow
inputs: { word: string, folder: string }
steps:
  own: { run: tool.cwl, in: { word: word, folder: folder }, out: [out] }
  other: { run: tool.cwl, in: { word: { default: other }, folder: folder }, out: [out] }
outputs: { own: { type: File, outputSource: own/out }, other: { type: File, outputSource: other/out } }
`;

const pair = `cwlVersion: v1.2
class: ExpressionTool
requirements: { InlineJavascriptRequirement: {} }
inputs: { x: int, y: int }
outputs: { n: int }
expression: '\${ if (inputs.x === 0 && inputs.y === 3) throw new Error("no"); return { n: inputs.x * 10 + inputs.y }; }'
`;

const count = `cwlVersion: v1.2
class: ExpressionTool
requirements: { InlineJavascriptRequirement: {} }
inputs: { files: "File[]" }
outputs: { n: int }
expression: "$({ n: inputs.files.length })"
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  const files = { "tool.cwl": tool, "workflow.cwl": workflow, "sub.cwl": sub, "pair.cwl": pair, "count.cwl": count };
  for (const [name, text] of Object.entries(files)) sandbox.write(name, text);
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

type Named = { readonly path: string; readonly basename: string } | number | null | readonly Named[];

/** Outputs with the text of each file in its place: all that is named is there. */
function read(value: Named): unknown {
  if (Array.isArray(value)) return (value as readonly Named[]).map(read);
  return typeof value === "object" && value !== null && "path" in value
    ? sandbox.read(value.path.slice(sandbox.path("").length)).trim()
    : value;
}

const outputsIn = (stdout: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(JSON.parse(stdout) as Record<string, Named>).map(([name, value]) => [name, read(value)]),
  );

const partial = {
  good: "good",
  bad: null,
  list: ["a", null, "c"],
  own: ["d", null],
  other: ["other", "other"],
  gated: "other",
  lost: null,
  nested: [
    [12, 13],
    [2, null],
  ],
  flat: [12, 13, 2, null],
  merged: [null, "good"],
  flattened: [null, "a", null, "c"],
  first: "good",
  only: null,
  all: ["good"],
  none: null,
};

test("what was made is placed and printed, with null for what is missing; the rest comes with the resume", () => {
  const given = ["workflow.cwl", "--folder", sandbox.path("")];
  const failed = sandbox.sluice("run", ...given, "--run-id", "p", "--outdir", "out", "--on-error", "continue");
  expect(failed.status).toBe(1);
  expect(outputsIn(failed.stdout)).toEqual(partial);
  expect(JSON.parse(failed.stdout)).toMatchObject({ good: { path: sandbox.path("out/good.txt") } });
  expect(failed.stderr).toContain(`Outputs of what was done are in ${sandbox.path("out")}; what is missing is null.`);
  expect(sandbox.sluice("show", "p", "--outputs").stdout).toBe(failed.stdout);

  const started = sandbox.read("starts").split("\n").length;
  sandbox.write("cure", "");
  const resumed = sandbox.sluice("resume", "p", "--on-error", "continue");
  expect(resumed.status).toBe(1);
  expect(outputsIn(resumed.stdout)).toEqual({
    ...partial,
    bad: "bad",
    list: ["a", "bad", "c"],
    own: ["d", "bad"],
    lost: "bad",
    merged: ["bad", "good"],
    flattened: ["bad", "a", "bad", "c"],
    first: "bad",
    only: null,
    all: ["bad", "good"],
    none: 3,
  });
  expect(sandbox.read("starts").split("\n").length - started).toBe(4);
});

test("the first failure stops the run, and what was made until then is placed as well", () => {
  mkdirSync(sandbox.path("stop"));
  sandbox.write("order.cwl", order);
  const failed = sandbox.sluice("run", "order.cwl", "--folder", sandbox.path("stop"), "--outdir", "stopped");
  expect(failed.status).toBe(1);
  expect(outputsIn(failed.stdout)).toEqual({ good: "good", both: ["good", null], list: null });
});

test("a failed tool places nothing, and its files are where the message says", () => {
  mkdirSync(sandbox.path("one"), { recursive: true });
  for (const run of [
    () =>
      sandbox.cwlRunner(
        "--outdir",
        "one",
        "--tmpdir-prefix",
        sandbox.path("tmp"),
        "tool.cwl",
        "--word",
        "bad",
        "--folder",
        sandbox.path("one"),
      ),
    () => sandbox.sluice("run", "--outdir", "one", "tool.cwl", "--word", "bad", "--folder", sandbox.path("one")),
  ]) {
    const { status, stdout, stderr } = run();
    expect([status, JSON.parse(stdout)]).toEqual([1, { out: null }]);
    const folder = /its files are in (.*)/.exec(stderr)?.[1] ?? "";
    expect(existsSync(folder)).toBe(true);
    expect(stderr).not.toContain("Outputs of what was done");
  }
  expect(existsSync(sandbox.path("one/bad.txt"))).toBe(false);
});
