import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SluiceError } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { graphText, writeGraph } from "../session/describe-document.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";

/** `sluice graph`. */
export const command: Command = {
  spec: {
    name: "sluice graph",
    usage: ["[OPTIONS] FILE"],
    purpose: "Draws the steps of a workflow as text for Mermaid (which many web pages show as a picture) or Graphviz.",
    options: [
      { name: "format", value: "FORMAT", doc: "What to write; default: mermaid", choices: ["mermaid", "dot"] },
      { name: "output", short: "o", value: "FILE", doc: "Where to write it (default: standard output)" },
      ...checkingOptions,
    ],
    examples: [
      { line: "sluice graph align.cwl", doc: "Mermaid on standard output" },
      { line: "sluice graph align.cwl --format dot | dot -Tsvg > align.svg", doc: "A picture, by Graphviz" },
    ],
    positionals: { least: 1, most: 1, what: "a file" },
  },
  run: async ({ given, console }) => {
    const format = given.value("format") === "dot" ? "dot" : "mermaid";
    const output = given.value("output");
    if (output === undefined) return writeGraph(questionOf(given, console), format);
    await saveGraph(resolve(console.cwd, output), await graphText(questionOf(given, console), format));
    return 0;
  },
};

async function saveGraph(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new SluiceError("FILE_UNWRITABLE", `the graph cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
