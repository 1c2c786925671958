import { SluiceError, type Json } from "@sluice/contracts";
import type { Requirement } from "../../model/index.ts";
import { buildRequirements } from "../build/build-requirements.ts";
import { DocumentStore } from "../document/document-store.ts";
import { Faults } from "../document/faults.ts";
import type { FetchText } from "../document/fetch-text.ts";
import { documentValue } from "../document/file-value.ts";
import { namespacesOf, type Namespaces } from "../document/namespaces.ts";
import { placed, placeOf, placeOfNode, positionOfPlace } from "../document/place.ts";
import { checkReach } from "../document/reach.ts";
import { resolveReference, toUri } from "../document/uri.ts";
import { isOverridesKey, readOverrides, type Override } from "./job-overrides.ts";
import { readRequirements } from "../salad/read-requirements.ts";
import { SaladReader } from "../salad/salad-reader.ts";
import { loadSaladTable } from "../salad/salad-tables.ts";
import { parseYaml, setOwn, SourceText, type YamlNode } from "../yaml/index.ts";

/** A job: values for the inputs of a process, and what it may say besides. */
export interface InputObject {
  /** By name of the input; locations of files are absolute, places are kept. */
  readonly values: Readonly<Record<string, Json>>;
  /** What `cwl:tool` names: the process to run, as an absolute URI. */
  readonly tool?: string;
  /** What `cwl:requirements` asks for in addition. */
  readonly requirements: readonly Requirement[];
  /** What `cwltool:overrides` asks for in single processes and steps. */
  readonly overrides: readonly Override[];
  readonly warnings: readonly SluiceError[];
  /** URIs of the documents that were read. */
  readonly documents: readonly string[];
}

export interface LoadInputObjectOptions {
  readonly path?: string;
  readonly uri?: string;
  readonly signal?: AbortSignal;
  readonly fetchText?: FetchText;
  /** A job that is fetched may name files of this machine. */
  readonly localFiles?: boolean | undefined;
}

/** Reads a job file, YAML or JSON; an empty one has no values. */
export async function loadInputObject(options: LoadInputObjectOptions): Promise<InputObject> {
  const uri = options.uri ?? (options.path === undefined ? undefined : toUri(options.path));
  if (uri === undefined) throw new SluiceError("USAGE", "the job file was not given");
  const store = new DocumentStore(options);
  const { root, source } = await store.read(uri);
  const object = await readInputObject(root);
  const start = placeOf(object.values) ?? { source, offset: 0 };
  return { ...object, values: placed(object.values, start), documents: store.uris };
}

/** Reads a job from text, such as one that was put together from a command line; paths are relative to the URI. */
export async function parseInputObject(text: string, uri: string): Promise<InputObject> {
  return { ...(await readInputObject(parseYaml(new SourceText(uri, text)))), documents: [] };
}

const toolKeys = ["cwl:tool", "https://w3id.org/cwl/cwl#tool"];
const requirementKeys = ["cwl:requirements", "https://w3id.org/cwl/cwl#requirements"];

async function readInputObject(root: YamlNode | undefined): Promise<Omit<InputObject, "documents">> {
  if (!root || (root.kind === "scalar" && root.value === null))
    return { values: {}, requirements: [], overrides: [], warnings: [] };
  if (root.kind !== "mapping") {
    const message = "a job must be a mapping from the names of inputs to values";
    throw new SluiceError("CWL_INPUT_INVALID", message, { position: positionOfPlace(placeOfNode(root)) });
  }
  const namespaces = namespacesOf(root);
  const faults = new Faults();
  const values: Record<string, Json> = {};
  let tool: string | undefined;
  let requirements: readonly Requirement[] = [];
  const overrides: Override[] = [];
  for (const [key, { value }] of root.entries) {
    if (toolKeys.includes(key)) tool = toolIn(value);
    else if (requirementKeys.includes(key)) requirements = await readJobRequirements(value, faults, namespaces);
    else if (isOverridesKey(key, namespaces))
      overrides.push(...(await readOverrides(value, faults, (node) => readJobRequirements(node, faults, namespaces))));
    else if (!key.startsWith("$")) setOwn(values, key, documentValue(value, namespaces));
  }
  faults.throwIfAny();
  return {
    values: placed(values, placeOfNode(root)),
    ...(tool !== undefined && { tool }),
    requirements,
    overrides,
    warnings: faults.warnings,
  };
}

function toolIn(node: YamlNode): string | undefined {
  if (node.kind !== "scalar") return undefined;
  const uri = resolveReference(node.source.uri, String(node.value));
  checkReach(node, uri);
  return uri;
}

/** Requirements in a job belong to no document with a version; they follow the newest. */
async function readJobRequirements(
  node: YamlNode,
  faults: Faults,
  namespaces: Namespaces | undefined,
): Promise<Requirement[]> {
  const reader = new SaladReader(await loadSaladTable("v1.2"), faults, () => namespaces);
  const raw = readRequirements(reader, node, "requirements");
  return buildRequirements(
    { faults, version: "v1.2", processUri: node.source.uri, types: new Map(), namespacesOf: () => namespaces },
    raw,
  );
}
