import type { ParsedDocument } from "../document/document-store.ts";
import { splitFragment } from "../document/uri.ts";
import { childOf, textAt, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { declaredUri } from "./identifiers.ts";
import { versionIn } from "./read-version.ts";

/** A part of a document that a fragment can name. */
export interface NamedPart {
  readonly fragment: string;
  /** A process, or a step. */
  readonly node: YamlMapping;
  /** Of a step: the fragment of the process that has it; empty for a document's only process without an id. */
  readonly stepOf?: string;
}

/**
 * The steps of a document and the processes that are written into them, by their fragments: `main/align`, and `main/align/run/sort` for
 * what is called `sort` there; before v1.1 that is `main/align/sort`. Source: Salad, "Identifier resolution", `subscope`.
 */
export function* partsOfProcesses({ root, source }: ParsedDocument): Generator<NamedPart> {
  const { uri: base } = source;
  const inside = childOf(root, "$graph");
  const open = nodesIn(inside ?? root).map((node) => ({ node, uri: uriOf(node, base, base) ?? base }));
  const documentVersion = childOf(root, "cwlVersion");
  for (const { node, uri } of open) {
    if (textAt(node, "class") !== "Workflow") continue;
    const isOld = versionIn(childOf(node, "cwlVersion") ?? documentVersion) === "v1.0";
    for (const [key, step] of stepsOf(node)) {
      const stepUri = key === undefined ? uriOf(step, uri, base) : declaredUri(key, uri, base);
      if (stepUri === undefined) continue;
      yield { fragment: fragmentOf(stepUri), node: step, stepOf: fragmentOf(uri) };
      const run = childOf(step, "run");
      if (run?.kind !== "mapping") continue;
      const runUri = uriOf(run, isOld ? stepUri : `${stepUri}/run`, base);
      if (runUri !== undefined) yield { fragment: fragmentOf(runUri), node: run };
      open.push({ node: run, uri: runUri ?? `${stepUri}/run` });
    }
  }
}

function nodesIn(node: YamlNode | undefined): YamlMapping[] {
  const nodes = node?.kind === "sequence" ? node.items : node ? [node] : [];
  return nodes.filter((each) => each.kind === "mapping");
}

function stepsOf(workflow: YamlMapping): (readonly [string | undefined, YamlMapping])[] {
  const steps = childOf(workflow, "steps");
  if (steps?.kind === "mapping")
    return [...steps.entries].flatMap(([key, { value }]) => (value.kind === "mapping" ? [[key, value] as const] : []));
  return nodesIn(steps).map((step) => [undefined, step] as const);
}

function uriOf(node: YamlMapping, scope: string, base: string): string | undefined {
  const id = textAt(node, "id");
  return id === undefined ? undefined : declaredUri(id, scope, base);
}

function fragmentOf(uri: string): string {
  return splitFragment(uri).fragment ?? "";
}

/** The process that is written into a step and has a fragment. */
export function embeddedProcess(document: ParsedDocument, fragment: string): YamlMapping | undefined {
  for (const part of partsOfProcesses(document))
    if (part.stepOf === undefined && part.fragment === fragment) return part.node;
  return undefined;
}

/** Where a fragment leads that names no process: to a step of one, or of what that runs. */
export interface StepPlace {
  /** The process; undefined for the one that a document has without an id. */
  readonly fragment: string | undefined;
  /** The path from there, as `outer/inner`. */
  readonly step: string;
}

/** The step that a fragment begins with, if it names one and no process. */
export function stepPlace(document: ParsedDocument, fragment: string): StepPlace | undefined {
  let place: StepPlace | undefined;
  for (const { fragment: found, stepOf } of partsOfProcesses(document)) {
    if (stepOf === undefined) {
      if (found === fragment) return undefined;
    } else if (!place && (found === fragment || fragment.startsWith(`${found}/`)))
      place =
        stepOf === ""
          ? { fragment: undefined, step: fragment }
          : { fragment: stepOf, step: fragment.slice(stepOf.length + 1) };
  }
  return place;
}
