import { pathToFileURL } from "node:url";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@sluice/contracts";
import { afterAll, expect, test } from "vitest";
import { checkProcess } from "../../src/check/index.ts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import type { InputParameter } from "../../src/model/index.ts";
import { createCwlOperations } from "../../src/operation/index.ts";
import { childOf, parseYaml, SourceText } from "../../src/load/yaml/index.ts";
import { asJob, freshFolder, runTool } from "../operation/run-tool.ts";
import { loadFrom } from "./documents.ts";
import { describeWith, needs, specificationFolder } from "../../../../test/support/needs.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());
const operation = asJob(createCwlOperations({ evaluator })["cwl.command-line-tool"]);

/** Fields of a CommandLineTool that the examples show. */
const fields = new Set([
  "inputs",
  "outputs",
  "stdin",
  "stdout",
  "stderr",
  "hints",
  "requirements",
  "arguments",
  "class",
]);

interface Example {
  readonly name: string;
  readonly version: string;
  readonly text: string;
}

/** Examples in fences that are parts of a tool; the others are in other languages, or show the shape of a map only. */
function examples(): Example[] {
  return globSync("v1.{0,1,2}/*.{md,yml}", { cwd: specificationFolder })
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(specificationFolder, file), "utf8");
      return [...text.matchAll(/^( *)```.*\n([^]*?)^ *```/gm)].map((match) => ({
        name: `${file}:${text.slice(0, match.index).split("\n").length}`,
        version: file.slice(0, 4),
        text: (match[2] ?? "").replaceAll(new RegExp(`^${match[1] ?? ""}`, "gm"), ""),
      }));
    })
    .filter(({ text }) => isPartOfTool(text));
}

function isPartOfTool(text: string): boolean {
  try {
    const root = parseYaml(new SourceText("file:///example", text));
    return root?.kind === "mapping" && [...root.entries.keys()].every((key) => fields.has(key));
  } catch {
    return false;
  }
}

/** A value of the type of an input. */
function valueFor({ type, format = [] }: InputParameter): Json {
  if (type === "int") return 1;
  if (type === "string") return "text";
  if (type !== "File") throw new Error(`no value for ${JSON.stringify(type)}`);
  const path = join(freshFolder(), "input.txt");
  writeFileSync(path, "text");
  return { class: "File", location: pathToFileURL(path).href, ...[format].flat().map((each) => ({ format: each }))[0] };
}

function completed({ text, version }: Example, command = "echo"): string {
  const root = parseYaml(new SourceText("file:///example", text));
  const missing = ["inputs", "outputs"].filter((field) => !childOf(root, field)).map((field) => `${field}: []`);
  return [`cwlVersion: ${version}`, "class: CommandLineTool", `baseCommand: ${command}`, ...missing, text].join("\n");
}

/** Misprints: the type stands beside the name that it is for, not below it. In v1.0 that is two parameters, one without a type. */
const isMisprint = (example: Example): boolean => example.version !== "v1.0" && hasTypeBeside(example);
const hasTypeBeside = ({ text }: Example): boolean => /^( +)an_\w+_name:\n\1type:/m.test(text);

describeWith(needs.specification, "examples of the specification", () => {
  const found = examples();

  test("are found", () => {
    expect(found.length).toBeGreaterThan(30);
  });

  test.each(found.filter((example) => !isMisprint(example)))("$name loads", async (example) => {
    const { process, warnings } = await loadFrom(completed(example));
    expect(warnings.filter(({ code }) => code !== "CWL_UNSUPPORTED")).toEqual([]);
    expect(checkProcess(process).every(({ code }) => code === "CWL_EXPRESSION")).toBe(true);
  });

  // None of them is a whole document; with a command, these are. One reads its input by JavaScript without 'return'.
  test.each(found.filter((example) => !hasTypeBeside(example) && !example.text.includes("stdin: ${")))(
    "$name runs",
    async (example) => {
      const { process } = await loadFrom(completed(example, example.text.includes("stdin") ? "cat" : "echo"));
      if (process.class !== "CommandLineTool") throw new Error("not a tool");
      const inputs = Object.fromEntries(process.inputs.map((input) => [input.id, valueFor(input)]));
      const params = { process, requirements: process.requirements, hints: process.hints };
      const { outputs, request } = await runTool(operation, params, inputs);
      for (const output of process.outputs) {
        const isError = output.outputBinding?.glob === process.stderr;
        expect(outputs[output.id]).toMatchObject({ class: "File", size: isError ? 0 : 1 });
      }
      const reads = request.stdin === undefined ? [] : [readFileSync(request.stdin, "utf8")];
      expect(reads).toEqual(example.text.includes("stdin") ? ["text"] : []);
    },
  );

  test.each(found.filter(isMisprint))("$name is a misprint and refused", async (example) => {
    await expect(loadFrom(completed(example))).rejects.toMatchObject({
      code: expect.stringMatching(/^CWL_/) as string,
    });
  });
});
