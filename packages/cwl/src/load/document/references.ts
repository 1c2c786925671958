import { childOf, textAt, type YamlNode } from "../yaml/index.ts";
import type { DocumentStore } from "./document-store.ts";
import { expandPrefix, namespacesOf } from "./namespaces.ts";
import { resolveReference, splitFragment } from "./uri.ts";

/** What the processes of a document need besides it. */
export interface References {
  /** Other documents that are run, with the place that names each. */
  readonly runs: { readonly uri: string; readonly at: YamlNode }[];
  readonly versions: YamlNode[];
}

/** Finds the documents that the processes below a node run, and the versions they are written in. */
export function findReferences(root: YamlNode, store: Pick<DocumentStore, "get">): References {
  const references: References = { runs: [], versions: [] };
  const graph = childOf(root, "$graph");
  const version = graph && childOf(root, "cwlVersion");
  if (version) references.versions.push(version);
  const processes = graph?.kind === "sequence" ? graph.items : [root];
  for (const process of processes) visitProcess(process, references, store);
  return references;
}

/** The URI that a step's `run` names; it may begin with a prefix of the `$namespaces` of its document. */
export function resolveRun(run: YamlNode, name: string, store: Pick<DocumentStore, "get">): string {
  const { uri } = run.source;
  const written = name.includes(":") ? expandPrefix(name, namespacesOf(store.get(uri)?.root)) : name;
  return resolveReference(uri, written);
}

function visitProcess(process: YamlNode, references: References, store: Pick<DocumentStore, "get">): void {
  const version = childOf(process, "cwlVersion");
  if (version) references.versions.push(version);
  if (textAt(process, "class") !== "Workflow") return;
  const steps = childOf(process, "steps");
  if (!steps || steps.kind === "scalar") return;
  const items = steps.kind === "sequence" ? steps.items : [...steps.entries.values()].map((entry) => entry.value);
  for (const step of items) {
    const run = childOf(step, "run");
    if (run?.kind === "mapping") visitProcess(run, references, store);
    else if (run?.kind === "scalar" && typeof run.value === "string") {
      const uri = splitFragment(resolveRun(run, run.value, store)).document;
      references.runs.push({ uri, at: run });
    }
  }
}
