import type { Hardware } from "./hardware.ts";
import type { Json } from "./json.ts";
import type { PortId } from "./port.ts";
import type { SourcePosition } from "./source-position.ts";

/** Path of a step in its graph, such as `/align` or `/outer/inner`. */
export type StepPath = string;

/** A node of the graph. The set of kinds is closed; what plugins add are {@link OperationRef | operations}. */
export type Step = ExecuteStep | TransformStep | ConditionalStep | ScatterStep | GatherStep | CombineStep | LoopStep;

/** The kinds of steps. */
export type StepKind = Step["kind"];

/** Where a step's input comes from: a port, or a constant. */
export type StepInput = { readonly port: PortId } | { readonly value: Json };

/** What every step has. */
interface StepBase {
  /** How many scatters and loops are around the step: it fires once for each tag of that depth. */
  readonly depth: number;
  /** Inputs by name. A port of lesser depth serves all tags below its own. */
  readonly inputs: Readonly<Record<string, StepInput>>;
  /** Ports that must have a token before the step fires, without their values being inputs. */
  readonly after?: readonly PortId[];
}

/** Names an operation and its parameters. */
export interface OperationRef {
  /** Name at the extension point `operation`, such as `cwl.command-line-tool`. */
  readonly name: string;
  /** Version of the operation's meaning; an engine that lacks it refuses the run. */
  readonly version: number;
  /** Parameters, constant for all tags. `{ "$definition": "name" }` stands for an entry of the graph's definitions. */
  readonly params: Json;
}

/** Runs a job in an environment: an external process, container or batch job. */
export interface ExecuteStep extends StepBase {
  readonly kind: "execute";
  readonly outputs: Readonly<Record<string, PortId>>;
  /** Whether outputs of it that are not among these become outputs of the run, under their own names. */
  readonly more?: true;
  readonly operation: OperationRef;
  /** What each job needs, when that is known before its inputs are; else the operation says it for each job. */
  readonly hardware?: Hardware;
  /** Whether its jobs may change inputs in place: then the engine looks that no other job uses those at the same time. */
  readonly updates?: true;
  /** Where the document says what jobs need: that there is no such location points there. */
  readonly hardwarePosition?: SourcePosition;
}

/** Computes outputs from inputs in the engine's process. */
export interface TransformStep extends StepBase {
  readonly kind: "transform";
  readonly outputs: Readonly<Record<string, PortId>>;
  /** Whether outputs of it that are not among these become outputs of the run, under their own names. */
  readonly more?: true;
  readonly operation: OperationRef;
}

/**
 * Asks an operation, which answers `{ result: boolean }`. When true, the inputs named in `outputs` pass on; when
 * false, every port of `otherwise` gets null.
 */
export interface ConditionalStep extends StepBase {
  readonly kind: "conditional";
  readonly operation: OperationRef;
  /** From the name of an input to the port that it passes on to. */
  readonly outputs: Readonly<Record<string, PortId>>;
  readonly otherwise: readonly PortId[];
}

/** How several lists are scattered together. Source: CWL v1.2 Workflow, ScatterMethod. */
export type ScatterMethod = "dotproduct" | "nested_crossproduct" | "flat_crossproduct";

/**
 * Turns lists into their elements. `dotproduct` and `flat_crossproduct` add one number to the tag,
 * `nested_crossproduct` one for each list; element ports have the depth at which they vary.
 */
export interface ScatterStep extends StepBase {
  readonly kind: "scatter";
  readonly method: ScatterMethod;
  /** The inputs that are lists, in order; every input is one of them. */
  readonly scatter: readonly string[];
  /** Where the document asks for it: its errors point there. */
  readonly position?: SourcePosition;
  readonly outputs: Readonly<Record<string, PortId>>;
}

/** Collects what became of a scatter's elements into a list (nested like the scatter's), in their order. */
export interface GatherStep extends StepBase {
  readonly kind: "gather";
  /** The scatter whose shape the lists get. */
  readonly scatter: StepPath;
  readonly outputs: Readonly<Record<string, PortId>>;
}

/**
 * Makes one token of several: `list` puts the inputs into a list, in the order of their names in `order`;
 * `first` passes on the one that comes (only one may come for a tag).
 */
export interface CombineStep extends StepBase {
  readonly kind: "combine";
  readonly method: "list" | "first";
  readonly order: readonly string[];
  readonly output: PortId;
}

/**
 * Repeats a part of the graph. The condition answers `{ result: boolean }` before each round; while true, the
 * current inputs are written to the ports of `body` with one more number in the tag (the round, from 0). A round is
 * over when all ports of `next` and `results` have its token; `next` replaces inputs of the same name.
 */
export interface LoopStep extends StepBase {
  readonly kind: "loop";
  readonly condition: OperationRef;
  readonly body: Readonly<Record<string, PortId>>;
  readonly next: Readonly<Record<string, PortId>>;
  readonly results: Readonly<Record<string, PortId>>;
  /** From the name of a result to the port of the step's output. */
  readonly outputs: Readonly<Record<string, PortId>>;
  /** `last`: the results of the last round, or null without one; `all`: the list of all rounds. */
  readonly collect: "last" | "all";
}
