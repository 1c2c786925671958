import type { Json } from "./json.ts";
import type { Port, PortId } from "./port.ts";
import type { Step, StepPath } from "./step.ts";

/**
 * A workflow as the engine runs it: steps that read and write ports. Plain data: it is stored in the journal, so
 * that a run is resumed without its documents. Front-ends make it with the graph builder of `@sluice/core/graph`.
 */
export interface WorkflowGraph {
  /** Version of this format. */
  readonly format: 1;
  /** Name for people. */
  readonly name: string;
  /** Name of the front-end that made it, such as `cwl`. */
  readonly frontend: string;
  /** From the names of the workflow's inputs to the ports that they enter at, all of depth 0. */
  readonly inputs: Readonly<Record<string, PortId>>;
  /** From the names of the workflow's outputs to the ports that they leave from, all of depth 0. */
  readonly outputs: Readonly<Record<string, PortId>>;
  /**
   * Files and directories among the outputs whose names are known before anything runs, by the names of the outputs. That there is no place
   * for one is told before the first job. Only what is certain belongs here: not what may be null, a list, or named by a job. Default: none.
   */
  readonly outputNames?: Readonly<Record<string, OutputFile>>;
  readonly ports: Readonly<Record<PortId, Port>>;
  readonly steps: Readonly<Record<StepPath, Step>>;
  /** Data that several steps share, such as the tool that they run; operations refer to it by name. */
  readonly definitions: Readonly<Record<string, Json>>;
}

/** What an output is going to be called in the folder of outputs. */
export interface OutputFile {
  readonly class: "File" | "Directory";
  /** Without a folder. */
  readonly basename: string;
}

/** The port that gets a token (null) when a run starts; steps without other inputs wait for it. */
export const startPort: PortId = "/";
