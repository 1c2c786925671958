import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SluiceError } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import { checkingOptions, checksOf } from "./checking-options.ts";
import { openCommandHost } from "../session/open-host.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { loadWorkflow } from "../session/run-document.ts";

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
    const [document = ""] = given.positionals;
    const logger = createCommandLogger({ debug: given.flag("debug"), write: (text) => console.err(text) });
    await using host = await openCommandHost({ logger, plugins: pluginsOf(given, console) });
    const { loaded } = await loadWorkflow(host, { document, checks: { ...checksOf(given), drawing: true }, console });
    const { graph } = await loaded.translate({ inputs: {} });
    const { renderDot, renderMermaid } = await import("@sluice/core/graph");
    const text = given.value("format") === "dot" ? renderDot(graph) : renderMermaid(graph);
    const output = given.value("output");
    if (output === undefined) console.out(text.endsWith("\n") ? text : `${text}\n`);
    else await writeGraph(resolve(console.cwd, output), text);
    return 0;
  },
};

async function writeGraph(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new SluiceError("FILE_UNWRITABLE", `the graph cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
