import { childOf, textAt, type YamlNode } from "../yaml/index.ts";
import { resolveReference, splitFragment } from "./uri.ts";

/** What the processes of a document need besides it. */
export interface References {
  /** Other documents that are run, with the place that names each. */
  readonly runs: { readonly uri: string; readonly at: YamlNode }[];
  readonly versions: YamlNode[];
}

/** Finds the documents that the processes below a node run, and the versions they are written in. */
export function findReferences(root: YamlNode): References {
  const references: References = { runs: [], versions: [] };
  const graph = childOf(root, "$graph");
  const version = graph && childOf(root, "cwlVersion");
  if (version) references.versions.push(version);
  const processes = graph?.kind === "sequence" ? graph.items : [root];
  for (const process of processes) visitProcess(process, references);
  return references;
}

function visitProcess(process: YamlNode, references: References): void {
  const version = childOf(process, "cwlVersion");
  if (version) references.versions.push(version);
  if (textAt(process, "class") !== "Workflow") return;
  const steps = childOf(process, "steps");
  if (!steps || steps.kind === "scalar") return;
  const items = steps.kind === "sequence" ? steps.items : [...steps.entries.values()].map((entry) => entry.value);
  for (const step of items) {
    const run = childOf(step, "run");
    if (run?.kind === "mapping") visitProcess(run, references);
    else if (run?.kind === "scalar" && typeof run.value === "string") {
      const uri = splitFragment(resolveReference(run.source.uri, run.value)).document;
      references.runs.push({ uri, at: run });
    }
  }
}
