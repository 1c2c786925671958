import { didYouMean } from "@sluice/contracts";
import type { ParsedDocument } from "../document/document-store.ts";
import type { Faults } from "../document/faults.ts";
import { fragmentOfId } from "../document/find-by-id.ts";
import { embeddedProcess, partsOfProcesses } from "./embedded-processes.ts";
import { misspeltKey } from "../document/misspelt-key.ts";
import { childOf, displayName, textAt, type YamlMapping, type YamlNode } from "../yaml/index.ts";

/** The ids of the processes of a document of which none is the one that runs by default; nothing if there is such a one. */
export function processesWithoutMain({ root, source }: ParsedDocument): readonly string[] {
  const graph = childOf(root, "$graph");
  const ids = graphItems(graph).map((node) => fragmentOfId(textAt(node, "id") ?? "", source.uri));
  return ids.length < 2 || ids.includes("main") || ids.includes("") ? [] : ids;
}

/** Whether a process of a document itself, not one within, has a fragment. */
export function isProcess({ root, source }: ParsedDocument, fragment: string): boolean {
  const graph = childOf(root, "$graph");
  const processes = graph ? graphItems(graph) : root ? [root] : [];
  return processes.some((node) => fragmentOfId(textAt(node, "id") ?? "", source.uri) === fragment);
}

/** Finds the process of a document that a fragment names: without one `main`, else the only one. */
export function chooseProcess(
  document: ParsedDocument,
  fragment: string | undefined,
  faults: Faults,
  at?: YamlNode,
): YamlMapping | undefined {
  const { root, source } = document;
  const name = displayName(source.uri);
  const start = { source, offset: 0 };
  if (!root) {
    faults.add("CWL_INVALID", at ? `${name} is empty` : "the document is empty", at ?? start);
    return undefined;
  }
  if (root.kind !== "mapping") {
    const isPage = root.kind === "scalar" && /^\s*<(?:!doctype|html|\?xml)/i.test(String(root.value));
    const hint = isPage ? "This is a web page or XML: take the file itself, not the page that shows it." : undefined;
    faults.add("CWL_INVALID", "a CWL document must be a mapping", root, hint);
    return undefined;
  }
  const graph = childOf(root, "$graph");
  if (!graph) return chooseRoot(document, root, fragment, faults, at);
  const { processes, byId, twice } = processesOf(graph);
  if (twice) {
    const text = `two processes in '$graph' have the id '${fragmentOfId(textAt(twice, "id") ?? "", source.uri)}'`;
    faults.add("CWL_INVALID", text, childOf(twice, "id") ?? twice);
    return undefined;
  }
  const only = fragment === undefined && processes.length === 1 ? processes[0] : undefined;
  const found = only ?? byId.get(fragment ?? "main") ?? (fragment && embeddedProcess(document, fragment));
  if (found) return found;
  const nameless = processes.find((node) => textAt(node, "id") === undefined);
  if (nameless) {
    const meant = misspeltKey(nameless, "id");
    const hint = meant && `Is '${meant.key}' meant to be 'id'?`;
    faults.add("CWL_INVALID", "a process in '$graph' needs an id", meant?.place ?? nameless, hint);
    return undefined;
  }
  const ids = [...byId.keys()];
  const choices = `Choose one of: ${ids.map((id) => `#${id}`).join(", ")}.`;
  const message =
    fragment === undefined
      ? `${name} has several processes, none of which is called 'main'`
      : `${name} has no process '${fragment}'`;
  faults.add(
    "CWL_REFERENCE",
    message,
    at ?? graph,
    fragment === undefined ? choices : (meantPart(fragment, ids, document) ?? choices),
  );
  return undefined;
}

interface Processes {
  readonly processes: readonly YamlMapping[];
  /** By their fragments, in order; of those without an id the first. */
  readonly byId: ReadonlyMap<string, YamlMapping>;
  /** The first whose id another one before it has. */
  readonly twice: YamlMapping | undefined;
}

/** A graph of thousands is asked for each of its processes. */
const known = new WeakMap<YamlNode, Processes>();

function processesOf(graph: YamlNode): Processes {
  const before = known.get(graph);
  if (before) return before;
  const processes = graphItems(graph).filter((node) => node.kind === "mapping");
  const byId = new Map<string, YamlMapping>();
  let twice: YamlMapping | undefined;
  for (const node of processes) {
    const id = fragmentOfId(textAt(node, "id") ?? "", node.source.uri);
    if (!byId.has(id)) byId.set(id, node);
    else if (id !== "") twice ??= node;
  }
  const found = { processes, byId, twice };
  known.set(graph, found);
  return found;
}

/** What is not a list is reported as having no processes. */
function graphItems(graph: YamlNode | undefined): readonly YamlNode[] {
  return graph?.kind === "sequence" ? graph.items : [];
}

/** The nearest name of a process or a step. */
function meantPart(fragment: string, ids: readonly string[], document: ParsedDocument): string | undefined {
  return didYouMean(fragment, [...ids, ...[...partsOfProcesses(document)].map((part) => part.fragment)]);
}

function chooseRoot(
  document: ParsedDocument,
  root: YamlMapping,
  fragment: string | undefined,
  faults: Faults,
  at: YamlNode | undefined,
): YamlMapping | undefined {
  if (fragment === undefined || fragment === "") return root;
  const id = textAt(root, "id");
  const own = id === undefined ? undefined : fragmentOfId(id, root.source.uri);
  if (own === fragment) return root;
  const embedded = embeddedProcess(document, fragment);
  if (embedded) return embedded;
  const hint =
    meantPart(fragment, own === undefined ? [] : [own], document) ??
    (own === undefined
      ? "The only process in it has no id; leave the part after '#' out."
      : `The only process in it is '#${own}'.`);
  faults.add("CWL_REFERENCE", `${displayName(root.source.uri)} has no process '${fragment}'`, at ?? root, hint);
  return undefined;
}
