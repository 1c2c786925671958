import type { DeploymentConfig } from "./deployment-config.ts";
import type { SerializedError } from "./errors.ts";
import type { JobRequest } from "./job.ts";
import type { JsonObject } from "./json.ts";
import type { Reporter } from "./report.ts";
import type { StepKind } from "./step.ts";

/**
 * The hooks of a run, by name. The names are a grammar: `before…`, `after…` and `on…` observe, and what they throw is
 * reported and changes nothing; `transform…` answers with a changed value and `wrap…` surrounds. An error of Sluice that these
 * two throw is a decision: it fails the attempt. Anything else that they throw is a defect of the plugin: it is reported,
 * and the run goes on as if the hook were not there. The same goes for one that does not return in time.
 *
 * Hooks fire on the coordinator, after commit. The hooks of a run are called one after the other, by their order, then as they were
 * added; those about deployments and transfers, and wrappers, also in between. Every plugin gets an event of its own, whose values it may
 * keep and must not change.
 *
 * What is in the journal is told **at least once**: `after…` and `on…` of firings and runs, and of the states of jobs all but `queued` and
 * `running`. What an engine that was killed had committed and not told, the engine that takes the run up tells first, in its order, with
 * its `seq` and `attempt`, and `resumed: true`. The calls since the last commit before the crash may come twice; nothing else that is
 * read back from the journal is told. What comes before a thing comes again when the thing is begun again. Deployments, transfers and what
 * an engine cannot go on with are in no journal: after a crash nobody hears of them.
 */
export interface HookMap {
  /**
   * A firing of an execute or transform step is about to be scheduled: once, however many attempts it takes. Steps of other kinds are
   * the engine's own and have no hooks. A firing that is answered by a cache or a plugin has {@link onCacheHit} alone.
   */
  readonly beforeNodeExecute: Observer<NodeEvent>;
  /** Its outputs are committed. */
  readonly afterNodeExecute: Observer<NodeEvent & { readonly result: JsonObject } & Timed>;
  /** An attempt failed: for good, or it is tried again. */
  readonly onNodeError: Observer<NodeEvent & { readonly error: SerializedError; readonly willRetry: boolean } & Timed>;
  /** It was stopped because the run is cancelled. */
  readonly onNodeCancelled: Observer<NodeEvent & Timed>;
  /** Another attempt begins, in this run or a resumed one; `attempt` is its number, 2 for the first repetition. */
  readonly beforeNodeRetry: Observer<NodeEvent & { readonly lastError: SerializedError }>;
  /** That attempt has its outcome. */
  readonly afterNodeRetry: Observer<NodeEvent & { readonly succeeded: boolean }>;
  /** A result of an earlier run, or a plugin's answer, took the place of its execution; `answeredBy` is `cache` or the plugin's name. */
  readonly onCacheHit: Observer<NodeEvent & { readonly result: JsonObject; readonly answeredBy: string }>;
  readonly beforeGraphExecute: Observer<GraphEvent>;
  readonly afterGraphExecute: Observer<GraphEvent & { readonly result: JsonObject } & Timed>;
  /** The run failed, or this engine cannot go on with it. */
  readonly onGraphError: Observer<GraphEvent & { readonly error: SerializedError } & Timed>;
  /** The run was cancelled. */
  readonly onGraphCancelled: Observer<GraphEvent & { readonly reason: string } & Timed>;
  /** A job changed its state: `scheduled` and `submitted` once that is committed, the others as soon as the engine hears of it. */
  readonly onJobState: Observer<JobStateEvent>;
  /** An environment is brought up, is up, could not be brought up; is taken down, is down, could not be taken down. */
  readonly beforeDeploy: Observer<DeploymentEvent>;
  readonly afterDeploy: Observer<DeploymentEvent & Timed>;
  readonly onDeployError: Observer<DeploymentEvent & { readonly error: SerializedError } & Timed>;
  readonly beforeUndeploy: Observer<DeploymentEvent>;
  readonly afterUndeploy: Observer<DeploymentEvent & Timed>;
  /** The environment may still be there: what to look at by hand. */
  readonly onUndeployError: Observer<DeploymentEvent & { readonly error: SerializedError } & Timed>;
  /** Data are moved: fetched by URI, staged for a job, or published to the user. */
  readonly beforeTransfer: Observer<TransferEvent>;
  readonly afterTransfer: Observer<TransferEvent & Timed>;
  readonly onTransferError: Observer<TransferEvent & { readonly error: SerializedError } & Timed>;
  /** Changes what a job runs before it is staged. May be asked again after a restart, and must answer the same. */
  readonly transformJobRequest: (request: JobRequest, event: NodeEvent) => JobRequest | Promise<JobRequest>;
  /**
   * Surrounds scheduling. It calls `next` once and answers with what that answers, or it answers with outputs of its own without calling
   * it. What `next` throws is the decision of a plugin further inside: let it pass.
   */
  readonly wrapNodeExecute: (event: NodeEvent, next: () => Promise<NodeAnswer>) => Promise<NodeAnswer>;
}

/** Is told of something; the run waits for it, up to the time limit of hooks. */
export type Observer<Event> = (event: Event) => void | Promise<void>;

/** Names of the hooks. */
export type HookName = keyof HookMap;

/** Every hook, each with what it is for in one sentence. */
export const hookPurposes: Readonly<Record<HookName, string>> = {
  beforeNodeExecute: "A firing of a step is about to be scheduled.",
  afterNodeExecute: "The outputs of a firing are committed.",
  onNodeError: "An attempt of a firing failed.",
  onNodeCancelled: "A firing was stopped, or withdrawn before its job began, because its run comes to a stop.",
  beforeNodeRetry: "Another attempt of a firing begins.",
  afterNodeRetry: "A repeated attempt has its outcome.",
  onCacheHit: "An earlier result, or a plugin's answer, took the place of an execution.",
  beforeGraphExecute: "A run begins or is taken up again.",
  afterGraphExecute: "A run completed.",
  onGraphError: "A run failed.",
  onGraphCancelled: "A run was cancelled.",
  onJobState: "A job was scheduled, submitted, began, ended or was lost.",
  beforeDeploy: "An environment is about to be brought up.",
  afterDeploy: "An environment is up.",
  onDeployError: "An environment could not be brought up.",
  beforeUndeploy: "An environment is about to be taken down.",
  afterUndeploy: "An environment is down.",
  onUndeployError: "An environment could not be taken down.",
  beforeTransfer: "Data are about to be fetched, staged or published.",
  afterTransfer: "Data were fetched, staged or published.",
  onTransferError: "Data could not be fetched, staged or published.",
  transformJobRequest: "Changes what a job runs before it is staged.",
  wrapNodeExecute: "Surrounds the scheduling of a firing and may answer in its place.",
};

/** What {@link HookMap.wrapNodeExecute} settles with: outputs, or undefined when the engine goes on to run the step. */
export type NodeAnswer = { readonly outputs: JsonObject } | undefined;

/**
 * How long it took: of a firing its last attempt, of what was taken over after a restart the part that this engine saw. What an earlier
 * engine left untold took as long as the times in the journal say.
 */
export interface Timed {
  /** Seconds. */
  readonly duration: number;
}

/** What every hook about a step gets. */
export interface NodeEvent {
  readonly runId: string;
  /** Position in the journal of the event that led to this one. */
  readonly seq: number;
  /** Step and tag, such as `/align#0.3`. */
  readonly key: string;
  readonly attempt: number;
  /** Whether this is told by an engine that took the run up; it may be of something that the engine before it left untold. */
  readonly resumed: boolean;
  readonly metadata: NodeMetadata;
  /** Reads the inputs; they can be large. */
  readonly inputs: () => Promise<JsonObject>;
  readonly reporter: Reporter;
  /** Runs when this firing is over, whatever becomes of it: the scope of a step. */
  readonly onDispose: (dispose: () => void | Promise<void>) => void;
}

/** What is known of a step. */
export interface NodeMetadata {
  /** Path of the step, such as `/align`. */
  readonly name: string;
  readonly kind: StepKind;
  /** Name of its operation. */
  readonly operation: string;
  /**
   * SHA-256 of its operation, with version and parameters: steps with the same digest do the same with the same inputs. Different ones may,
   * too; a document that was edited has others where it was edited, and perhaps elsewhere. Hexadecimal.
   */
  readonly digest: string;
  readonly description?: string;
}

/** What every hook about a whole run gets. */
export interface GraphEvent {
  readonly runId: string;
  readonly seq: number;
  readonly resumed: boolean;
  /** Name of the workflow. */
  readonly rootId: string;
  /** Number of steps of the graph. */
  readonly nodeCount: number;
  readonly isAsync: true;
  readonly reporter: Reporter;
}

/** A job in a new state. */
export interface JobStateEvent {
  readonly runId: string;
  /** Step and tag, such as `/align#0.3`. */
  readonly key: string;
  readonly attempt: number;
  /** Id of the effect; see `JobSubmission`. */
  readonly job: string;
  readonly deployment: string;
  readonly location: string;
  readonly state: "scheduled" | "submitted" | "queued" | "running" | "exited" | "lost" | "cancelled";
  /** Exit status, when the state is `exited`. */
  readonly exitCode?: number;
}

/** An environment on its way up or down. */
export interface DeploymentEvent {
  readonly deployment: Pick<DeploymentConfig, "name" | "type" | "external">;
}

/** Data on their way. */
export interface TransferEvent {
  readonly kind: "fetch" | "stage" | "publish";
  /** The URI that is fetched, the folder of the job, or the folder of the outputs. */
  readonly subject: string;
  /** How many things are moved. */
  readonly entries: number;
  /** Where to, when it is a location. */
  readonly deployment?: string;
  readonly location?: string;
}

/** Where a hook stands among others: before, with or after most; then in the order of registration. */
export type HookOrder = "pre" | "normal" | "post";
