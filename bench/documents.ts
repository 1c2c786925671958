import { writeFileSync } from "node:fs";
import { join } from "node:path";

const echo = {
  class: "CommandLineTool",
  baseCommand: "echo",
  inputs: { message: { type: "int", inputBinding: {} } },
  outputs: { out: { type: "stdout" } },
};

const next = {
  class: "ExpressionTool",
  requirements: [{ class: "InlineJavascriptRequirement" }],
  inputs: { message: "int" },
  outputs: { out: "int" },
  expression: "${ return { out: inputs.message + 1 }; }",
};

function write(path: string, document: unknown): string {
  writeFileSync(path, JSON.stringify(document, undefined, 1));
  return path;
}

/** A tool that echoes one number into a file. */
export const echoTool = (folder: string): string => write(join(folder, "echo.cwl"), { cwlVersion: "v1.2", ...echo });

/** A workflow that scatters a process over a list of numbers, and the list. */
export function scatterOver(folder: string, what: "echo" | "next", count: number): { workflow: string; job: string } {
  const process = what === "echo" ? echo : next;
  const workflow = write(join(folder, `scatter-${what}.cwl`), {
    cwlVersion: "v1.2",
    class: "Workflow",
    requirements: [{ class: "ScatterFeatureRequirement" }, { class: "InlineJavascriptRequirement" }],
    inputs: { messages: "int[]" },
    outputs: { all: { type: what === "echo" ? "File[]" : "int[]", outputSource: "each/out" } },
    steps: { each: { run: process, scatter: "message", in: { message: "messages" }, out: ["out"] } },
  });
  const job = write(join(folder, `numbers-${count}.json`), {
    messages: Array.from({ length: count }, (_, index) => index),
  });
  return { workflow, job };
}
