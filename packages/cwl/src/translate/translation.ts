import type { PortId, SourcePosition, StepInput } from "@sluice/contracts";
import type { GraphBuilder } from "@sluice/core/graph";
import type { CommandLineTool, CwlVersion, ExpressionTool, Process, WorkflowStep } from "../model/index.ts";
import type { ContainerParams } from "../operation/params.ts";
import type { EffectiveRequirements } from "./effective-requirements.ts";

/** Values on their way, by name: ports, or constants that are known already. */
export type Values = Readonly<Record<string, StepInput>>;

/** The places of a tool, or of a step's condition or inputs; an object that is the same each time it is asked for. */
export interface PlacesOf {
  tool(tool: CommandLineTool | ExpressionTool): object | undefined;
  step(step: WorkflowStep, part: "when" | "in"): object | undefined;
}

/** What the translation of one document shares. */
export interface Translation {
  readonly builder: GraphBuilder;
  /** Where a process, a step or a requirement, or a field of it, stands in its document, when that is known. */
  readonly positionOf: (node: object, key?: string) => SourcePosition | undefined;
  /** Where the parts of a tool, or of what a step evaluates itself, stand; a parameter of its operation. */
  readonly placesOf: PlacesOf;
  /** The entry of the `docker` list that counts for a step, without its path; the same object for the same entry. */
  readonly containerOf: (path: string) => ContainerParams | undefined;
  /** The graph is for a picture: what cannot be run may be in it. */
  readonly drawing: boolean;
  /** Software that tools require is taken to be there. */
  readonly ignoresSoftware: boolean;
  /** Names of variables of the engine's environment that jobs see; or all. */
  readonly environment: readonly string[] | "all" | undefined;
  /** Whether expressions of the document with this URI may not name files of this machine by themselves. */
  readonly isRemote: (uri: string) => boolean;
  /** Limit of each expression in milliseconds, where it is not the usual one. */
  readonly expressionTimeout: number | undefined;
  /** Translates whatever a step runs; handed in because workflows contain steps, and steps run workflows. */
  readonly run: (translation: Translation, call: Call) => Values;
}

/** The part of the graph that something is put into: a workflow, or the inside of a scatter or condition. */
export interface Scope {
  /** Path of the workflow; empty at the top. */
  readonly path: string;
  /** Scatters around it. */
  readonly depth: number;
  /** A port of that depth that gets a token whenever the scope is entered. */
  readonly trigger: PortId;
  /** What must have arrived before anything in the scope may start, although nothing in it reads the value. */
  readonly waits: readonly PortId[];
  /** In force for what is in the scope, before its own are added. */
  readonly requirements: EffectiveRequirements;
  /** Version of the document that the workflow is from: expressions depend on it. */
  readonly cwlVersion: CwlVersion;
  /** URI of the workflow. */
  readonly uri: string;
}

/** A process that is to run in a scope. */
export interface Call {
  readonly process: Process;
  /** Path of its step. */
  readonly path: string;
  readonly scope: Scope;
  /** Only inputs that the process declares. */
  readonly inputs: Values;
  /** Names of the outputs that are used. */
  readonly outputs: readonly string[];
  /** Ports for the outputs of a tool. A condition made them, to fill them with null when the tool is skipped. */
  readonly ports?: Readonly<Record<string, PortId>>;
  /** The inputs were prepared before the run: defaults applied, contents loaded. */
  readonly prepared?: boolean;
}
