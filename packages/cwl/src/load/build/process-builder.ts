import type { FrontendOptions } from "@sluice/contracts";
import type { CwlVersion, ExpressionTool, Operation, Process } from "../../model/index.ts";
import type { DocumentStore, ParsedDocument } from "../document/document-store.ts";
import type { Faults } from "../document/faults.ts";
import { namespacesOf, schemasOf, type Namespaces } from "../document/namespaces.ts";
import { placed, placeOf } from "../document/place.ts";
import { resolveRun } from "../document/references.ts";
import { splitFragment } from "../document/uri.ts";
import { RawProcessNode, type RawRecord } from "../salad/raw.ts";
import { SaladReader } from "../salad/salad-reader.ts";
import type { SaladTable } from "../salad/salad-table.ts";
import { textAt, type SourceText, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { docOf, listOf, recordOf, textOf } from "./build-annotations.ts";
import type { BuildContext } from "./build-context.ts";
import { buildCommandLineTool, type ToolParts } from "./build-command-line-tool.ts";
import { buildParameter, buildPlainInputs, namedRecords } from "./build-parameters.ts";
import { buildRequirements } from "./build-requirements.ts";
import { buildWorkflow, type WorkflowParts } from "./build-workflow.ts";
import { chooseProcess } from "./choose-process.ts";
import { declaredUri } from "./identifiers.ts";
import { readVersion } from "./read-version.ts";
import { reportClass } from "./report-class.ts";
import type { TypeRegistry } from "./type-registry.ts";
import { upgradeHints } from "./upgrade.ts";

type ProcessParts =
  | ToolParts
  | WorkflowParts
  | Pick<ExpressionTool, "class" | "inputs" | "outputs" | "expression">
  | Pick<Operation, "class" | "inputs" | "outputs">;

/** How many workflows may run one in the other. */
const maxNesting = 100;

/** Builds processes from documents that are all read already. */
export class ProcessBuilder {
  readonly #store: DocumentStore;
  readonly #tables: ReadonlyMap<CwlVersion, SaladTable>;
  readonly #faults: Faults;
  readonly #rules: FrontendOptions;
  readonly #types: TypeRegistry = new Map();
  readonly #namespaces = new Map<string, Namespaces | undefined>();
  readonly #readers = new Map<CwlVersion, SaladReader>();
  /** Processes that are referred to by name, so that several steps share one object. */
  readonly #built = new Map<YamlNode, Process | undefined>();
  readonly #open: YamlNode[] = [];
  #nesting = 0;

  constructor(
    store: DocumentStore,
    tables: ReadonlyMap<CwlVersion, SaladTable>,
    faults: Faults,
    rules: FrontendOptions = {},
  ) {
    this.#store = store;
    this.#tables = tables;
    this.#faults = faults;
    this.#rules = rules;
  }

  /** The process of a document that a fragment names, else its `main` or only one. */
  buildFrom(
    document: ParsedDocument,
    fragment: string | undefined,
    inherited: CwlVersion | undefined,
    at?: YamlNode,
  ): Process | undefined {
    const node = chooseProcess(document, fragment, this.#faults, at);
    if (!node) return undefined;
    if (this.#built.has(node)) return this.#built.get(node);
    if (this.#open.includes(node)) {
      this.#faults.add("CWL_INVALID", "a workflow runs itself: 'run' leads back to where it started", at ?? node);
      return undefined;
    }
    const version = readVersion(document, node, inherited, this.#faults);
    const id = textAt(node, "id");
    const uri = id === undefined ? document.source.uri : declaredUri(id, document.source.uri, document.source.uri);
    this.#open.push(node);
    const process = version && this.#build(node, version, uri);
    this.#open.pop();
    this.#built.set(node, process);
    return process;
  }

  #build(node: YamlMapping, version: CwlVersion, processUri: string): Process | undefined {
    const reader = this.#reader(version);
    const className = textAt(node, "class");
    if (className === undefined || !reader.table.roots.includes(className)) {
      reportClass(node, className, reader.table, this.#faults);
      return undefined;
    }
    const before = this.#faults.count;
    const raw = reader.readRecord(node, className);
    const context: BuildContext = {
      faults: this.#faults,
      version,
      processUri,
      types: this.#types,
      namespacesOf: (source) => this.#namespacesOf(source),
    };
    if (this.#faults.count === before) return this.#assemble(node, raw, context);
    // What is not sound cannot be built, but what it runs may have faults of its own.
    for (const step of listOf(raw["steps"])) {
      const run = recordOf(step)?.["run"];
      if (run instanceof RawProcessNode) this.#buildRun(run, processUri, context);
    }
    return undefined;
  }

  #assemble(node: YamlMapping, raw: RawRecord, context: BuildContext): Process {
    const requirements = buildRequirements(context, raw["requirements"]);
    const hints = upgradeHints(context.version, requirements, buildRequirements(context, raw["hints"]));
    const namespaces = context.namespacesOf(node.source);
    const schemas = this.#rules.schemas === false ? undefined : schemasOf(this.#store.get(node.source.uri)?.root);
    const base = {
      id: context.processUri,
      cwlVersion: context.version,
      ...docOf(raw),
      requirements,
      hints,
      ...(namespaces && { namespaces }),
      ...(schemas && { schemas }),
    };
    return placed({ ...base, ...this.#parts(raw, context) }, placeOf(raw));
  }

  #parts(raw: RawRecord, context: BuildContext): ProcessParts {
    const className = textOf(raw["class"]) ?? "";
    if (className === "CommandLineTool") return buildCommandLineTool(context, raw);
    if (className === "Workflow")
      return buildWorkflow(context, raw, (run, stepUri, outer) => this.#buildRun(run, stepUri, outer));
    const inputs = buildPlainInputs(context, raw["inputs"], className);
    const outputs = namedRecords(context, raw["outputs"], "the output").map(([id, record]) =>
      buildParameter(context, id, record),
    );
    if (className === "Operation") return { class: className, inputs, outputs };
    return { class: "ExpressionTool", inputs, outputs, expression: textOf(raw["expression"]) ?? "" };
  }

  #buildRun(run: RawProcessNode, stepUri: string, outer: BuildContext): Process | undefined {
    if (this.#nesting === maxNesting) {
      this.#faults.add("DOCUMENT_LIMIT", `more than ${maxNesting} workflows run one in the other`, run.node);
      return undefined;
    }
    this.#nesting++;
    const process = this.#processOf(run, stepUri, outer);
    this.#nesting--;
    return process;
  }

  #processOf(run: RawProcessNode, stepUri: string, outer: BuildContext): Process | undefined {
    const { node } = run;
    if (node.kind === "mapping") {
      const version = readVersion(undefined, node, outer.version, this.#faults);
      const id = textAt(node, "id");
      return (
        version &&
        this.#build(
          node,
          version,
          id === undefined ? `${stepUri}/run` : declaredUri(id, `${stepUri}/run`, node.source.uri),
        )
      );
    }
    if (node.kind !== "scalar" || typeof node.value !== "string") {
      this.#faults.add("CWL_INVALID", "'run' must be the name of a document or a process", node);
      return undefined;
    }
    const { document: uri, fragment } = splitFragment(resolveRun(node, node.value, this.#store));
    const document = this.#store.get(uri);
    return document && this.buildFrom(document, fragment, outer.version, node);
  }

  #reader(version: CwlVersion): SaladReader {
    const known = this.#readers.get(version);
    if (known) return known;
    const table = this.#tables.get(version);
    if (!table) throw new Error(`the table of ${version} was not loaded`);
    const reader = new SaladReader(table, this.#faults, (source) => this.#namespacesOf(source), this.#rules.strict);
    this.#readers.set(version, reader);
    return reader;
  }

  #namespacesOf(source: SourceText): Namespaces | undefined {
    if (!this.#namespaces.has(source.uri))
      this.#namespaces.set(source.uri, namespacesOf(this.#store.get(source.uri)?.root));
    return this.#namespaces.get(source.uri);
  }
}
