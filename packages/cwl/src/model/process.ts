import type { Json, JsonObject } from "@sluice/contracts";
import type { Requirement } from "./requirements.ts";
import type { CommandLineBinding, CommandOutputBinding, CwlType, FileAnnotations } from "./types.ts";

/** The versions of CWL that are read. Whatever is read is upgraded to the rules of v1.2. */
export type CwlVersion = "v1.0" | "v1.1" | "v1.2";

/**
 * A process in the one internal model: everything resolved (`$import`, `$include`, `$graph`, `run:`),
 * maps turned into lists, names short, defaults of older versions written out. Plain JSON, except that a
 * process that several steps run is one object (identity is kept, so that it is stored once).
 */
export type Process = CommandLineTool | ExpressionTool | Workflow | Operation;

interface ProcessBase {
  /** Absolute URI of the process: `file:///…/tool.cwl` or `…#main`. */
  readonly id: string;
  /** The version that the document was written in; a few rules depend on it. */
  readonly cwlVersion: CwlVersion;
  readonly label?: string;
  readonly doc?: string;
  readonly requirements: readonly Requirement[];
  /** Known hints only; unknown ones are dropped with a warning. */
  readonly hints: readonly Requirement[];
  /** `$namespaces` of the document, prefix to IRI. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** `$schemas` of the document: absolute URIs. */
  readonly schemas?: readonly string[];
}

/** Fields that every input and output parameter has. */
export interface Parameter extends FileAnnotations {
  /** Short name, unique in the process. */
  readonly id: string;
  readonly type: CwlType;
  readonly label?: string;
  readonly doc?: string;
}

export interface InputParameter extends Parameter {
  /** Present (also as null) only if the document gives one. File paths in it are absolute URIs. */
  readonly default?: Json;
  /** Binding of a CommandLineTool input; Workflow and ExpressionTool inputs may use only `loadContents` of it. */
  readonly inputBinding?: CommandLineBinding;
}

export interface CommandLineTool extends ProcessBase {
  readonly class: "CommandLineTool";
  readonly inputs: readonly InputParameter[];
  readonly outputs: readonly CommandOutputParameter[];
  readonly baseCommand: readonly string[];
  readonly arguments: readonly (string | CommandLineBinding)[];
  /** Expression for the path of the file that is standard input; the `stdin` type short form is rewritten to it. */
  readonly stdin?: string;
  /** File name expression. An output of type `stdout` without this field gets a generated, stable name. */
  readonly stdout?: string;
  readonly stderr?: string;
  readonly successCodes: readonly number[];
  readonly temporaryFailCodes: readonly number[];
  readonly permanentFailCodes: readonly number[];
}

/** An output of type `stdout` or `stderr` is rewritten to `File` with a glob on {@link CommandLineTool.stdout}. */
export interface CommandOutputParameter extends Parameter {
  readonly outputBinding?: CommandOutputBinding;
}

export interface ExpressionTool extends ProcessBase {
  readonly class: "ExpressionTool";
  readonly inputs: readonly InputParameter[];
  readonly outputs: readonly Parameter[];
  readonly expression: string;
}

/** A process without an implementation: it can be checked and drawn, not run. */
export interface Operation extends ProcessBase {
  readonly class: "Operation";
  readonly inputs: readonly InputParameter[];
  readonly outputs: readonly Parameter[];
}

export interface Workflow extends ProcessBase {
  readonly class: "Workflow";
  readonly inputs: readonly InputParameter[];
  readonly outputs: readonly WorkflowOutputParameter[];
  readonly steps: readonly WorkflowStep[];
}

/** Where a value comes from, by short names: a workflow input (`{ input }`) or a step's output. */
export type LinkSource = { readonly input: string } | { readonly step: string; readonly output: string };

export type LinkMerge = "merge_nested" | "merge_flattened";
export type PickValue = "first_non_null" | "the_only_non_null" | "all_non_null";

/** Zero, one or several sources and how they become one value. */
export interface Sink {
  readonly source: readonly LinkSource[];
  /** Whether the document gave `source` as a list (also of one): it then yields a list. */
  readonly sourceIsList: boolean;
  readonly linkMerge?: LinkMerge;
  readonly pickValue?: PickValue;
}

export interface WorkflowOutputParameter extends Parameter, Sink {}

export interface WorkflowStepInput extends Sink {
  readonly id: string;
  readonly label?: string;
  readonly default?: Json;
  readonly valueFrom?: string;
  readonly loadContents?: boolean;
  readonly loadListing?: "no_listing" | "shallow_listing" | "deep_listing";
}

export type ScatterMethod = "dotproduct" | "nested_crossproduct" | "flat_crossproduct";

export interface WorkflowStep {
  /** Short name, unique in the workflow. */
  readonly id: string;
  readonly label?: string;
  readonly doc?: string;
  readonly in: readonly WorkflowStepInput[];
  /** Short names of the outputs that are used. */
  readonly out: readonly string[];
  readonly run: Process;
  readonly when?: string;
  /** Short names of the inputs that are scattered; empty when the step is not. */
  readonly scatter: readonly string[];
  /** Always present when `scatter` has more than one name. */
  readonly scatterMethod?: ScatterMethod;
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}

/** A File value as CWL writes it; further keys are kept. Source: CWL v1.2, File. */
export interface CwlFile extends JsonObject {
  readonly class: "File";
}

/** A Directory value as CWL writes it. Source: CWL v1.2, Directory. */
export interface CwlDirectory extends JsonObject {
  readonly class: "Directory";
}
