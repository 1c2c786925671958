import type {
  Hardware,
  JobHandle,
  RunOptions,
  RunStatus,
  SerializedError,
  StepKey,
  Tag,
  Token,
} from "@sluice/contracts";
import type { Plan, StepPlan } from "./plan.ts";
import { createReadyQueue, type ReadyQueue } from "./ready-queue.ts";

/** Everything that follows from the events of a run so far. */
export interface MachineState {
  readonly plan: Plan;
  options: RunOptions;
  status: RunStatus;
  /** Why the run is being cancelled, while it is. */
  cancelling: string | undefined;
  /** Firings that wait for some of their inputs, by step and tag. */
  readonly partials: Map<StepPlan, Map<Tag, Partial>>;
  partialCount: number;
  /** Tokens of ports that are shallower than the steps that read them, by step and slot. */
  readonly broadcasts: Map<StepPlan, Map<Tag, Token>[]>;
  readonly ready: ReadyQueue<Firing>;
  /** Scatters that still have elements to hand out, the deepest last. */
  readonly expanding: ScatterInstance[];
  /** What each scatter was found to be, by step and tag: gathers need it. */
  readonly shapes: Map<string, Shape>;
  readonly gathers: Map<string, GatherInstance>;
  readonly loops: Map<string, LoopInstance>;
  /** Firings that were started and have no outcome yet, by {@link firingKey}. */
  readonly active: Map<string, Firing>;
  /** Firings that failed for good. */
  readonly failed: Map<string, { readonly firing: Firing; readonly error: SerializedError }>;
  /** Firings that were cancelled: they start again when the run is resumed. */
  readonly suspended: Map<string, Firing>;
  readonly outputs: Map<string, Token>;
  /** The outputs as they were placed, once the run is completed. */
  results: Readonly<Record<string, Token>>;
  /** Firings that were ever ready, and those that completed. */
  known: number;
  completed: number;
  /** Whether the end of the run was already announced by an effect. */
  ending: boolean;
}

/** Inputs of a firing that have come so far. */
export interface Partial {
  readonly tokens: (Token | undefined)[];
  /** Slots of the step's own depth that are still empty. */
  missing: number;
}

/** One firing of a step: from the arrival of its inputs to its outcome. */
export interface Firing {
  readonly plan: StepPlan;
  readonly tag: Tag;
  /** What it is called by, as {@link firingKey} makes it. */
  readonly key: string;
  attempt: number;
  /** Attempts that failed and count as failures. */
  failures: number;
  /** Tokens of the inputs that come from ports, by name. */
  readonly inputs: Readonly<Record<string, Token>>;
  phase: "ready" | "started" | "scheduled" | "submitted";
  /** From `job_scheduled` on. */
  job?: ScheduledJob;
  /** From `job_submitted` on. */
  handle?: JobHandle;
  /** Its job was being ended when its engine died: it is never believed. */
  discarded?: boolean;
  /** Nobody could tell whether its job runs when the run was cancelled. */
  left?: boolean;
  /** What the attempt before this one failed of. */
  lastError?: SerializedError;
  /** What is kept for hooks while an engine drives it. The machine never looks: it is here because nothing is found faster. */
  hooks?: unknown;
}

/** Where the job of a firing belongs. */
export interface ScheduledJob {
  readonly id: string;
  readonly deployment: string;
  readonly location: string;
  readonly directory: string;
  readonly hardware: Hardware;
}

/** The lengths of a scatter's dimensions; one dimension unless it is nested. */
export type Shape = readonly number[];

/** A scatter that hands out its elements. */
export interface ScatterInstance {
  readonly plan: StepPlan;
  readonly tag: Tag;
  readonly lists: readonly Token[];
  readonly lengths: readonly number[];
  readonly total: number;
  next: number;
}

/** Elements that a gather has so far, for each of its outputs. */
export interface GatherInstance {
  readonly shape: Shape;
  readonly outputs: Map<string, { readonly tokens: Token[]; missing: number }>;
}

/** A loop between two of its rounds, or in one. */
export interface LoopInstance {
  readonly tag: Tag;
  round: number;
  current: Record<string, Token>;
  readonly collected: Record<string, Token[]>;
  arrived: (Token | undefined)[];
  missing: number;
}

/** Names a firing in the state. */
export function firingKey(step: string, tag: Tag): string {
  return `${step}#${tag}`;
}

/** A firing that waits for its first attempt. */
export function createFiring(plan: StepPlan, tag: Tag, inputs: Readonly<Record<string, Token>>): Firing {
  return {
    plan,
    tag,
    key: firingKey(plan.path, tag),
    attempt: 1,
    failures: 0,
    inputs,
    phase: "ready",
    hooks: undefined,
  };
}

/** Names a firing in events. */
export function stepKey(firing: Firing): StepKey {
  return { step: firing.plan.path, tag: firing.tag, attempt: firing.attempt };
}

/** The state before the first event. */
export function createState(plan: Plan, options: RunOptions): MachineState {
  return {
    plan,
    options,
    status: "created",
    cancelling: undefined,
    partials: new Map(),
    partialCount: 0,
    broadcasts: new Map(),
    ready: createReadyQueue(),
    expanding: [],
    shapes: new Map(),
    gathers: new Map(),
    loops: new Map(),
    active: new Map(),
    failed: new Map(),
    suspended: new Map(),
    outputs: new Map(),
    results: {},
    known: 0,
    completed: 0,
    ending: false,
  };
}
