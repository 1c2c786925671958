import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SluiceError, SluiceErrorList, startPort, type Frontend, type WorkflowGraph } from "@sluice/contracts";
import { createGraphBuilder } from "@sluice/core/graph";

interface Line {
  readonly name: string;
  readonly command: string;
}

/** Each line is a step that reads what the step before it printed; what the last one prints is the output. */
export const lineFrontend: Frontend = {
  extensions: [".lines"],
  detect: ({ path, text }) => path.endsWith(".lines") && text !== "",
  async load({ document, context, signal }) {
    signal.throwIfAborted();
    const uri = document.startsWith("/") ? pathToFileURL(document).href : document;
    const file = await context.fetch({ uri, signal });
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      throw new SluiceError("FILE_NOT_FOUND", `${document} cannot be read`, { cause });
    });
    const lines = parseLines(text, uri.startsWith("file:") ? fileURLToPath(uri) : uri);
    const name = basename(file, ".lines");
    return {
      name,
      inputs: [],
      outputs: [{ name: "text", type: "string", doc: "What the last step printed." }],
      warnings: [],
      documents: [uri],
      async readInputs({ texts }) {
        const [unknown] = Object.keys(texts);
        if (unknown === undefined) return { inputs: {}, warnings: [] };
        throw new SluiceError("USAGE", `there is no input ${unknown}: steps of this language have none`);
      },
      translate: async () => ({ graph: toGraph(name, lines), inputs: {}, warnings: [] }),
    };
  },
};

/** @throws `CONFIG_INVALID` with the position of every line that is none */
function parseLines(text: string, file: string): readonly Line[] {
  const lines: Line[] = [];
  const faults: SluiceError[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, command] = /^([a-z][\w-]*):\s*(.+)$/.exec(line) ?? [];
    if (name !== undefined && command !== undefined) lines.push({ name, command });
    else {
      const position = { file, line: index + 1, column: 1 };
      faults.push(new SluiceError("CONFIG_INVALID", "a line must be 'name: command'", { position }));
    }
  }
  const [first, ...others] = faults;
  if (first) throw new SluiceErrorList([first, ...others]);
  return lines;
}

function toGraph(name: string, lines: readonly Line[]): WorkflowGraph {
  const graph = createGraphBuilder({ name, frontend: "lines" });
  let before: string | undefined;
  for (const line of lines) {
    const path = graph.freePath(`/${line.name}`);
    const text = graph.addPort(`${path}/text`, 0);
    graph.addStep(path, {
      kind: "execute",
      depth: 0,
      // The first one waits for nothing but the start of the run.
      ...(before === undefined ? { inputs: {}, after: [startPort] } : { inputs: { text: { port: before } } }),
      outputs: { text },
      operation: { name: "shell-steps.run", version: 1, params: { command: line.command } },
      hardware: { cores: 1 },
    });
    before = text;
  }
  if (before !== undefined) graph.setOutput("text", before);
  return graph.build();
}
