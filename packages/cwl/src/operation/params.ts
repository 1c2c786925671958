import type { Json } from "@sluice/contracts";
import type { CWLDockerMapping } from "@sluice/contracts/cwl";
import type {
  CommandLineTool,
  CwlType,
  ExpressionTool,
  LinkMerge,
  PickValue,
  Requirement,
  SecondaryFileSchema,
  WorkflowStepInput,
} from "../model/index.ts";
import type { ExpressionScope } from "../expression/index.ts";

/**
 * Parameters of the operation `cwl.command-line-tool`, version 1. They are stored in journals: a change that an older
 * journal does not fit needs a new version of the operation.
 */
export interface CommandLineToolParams {
  readonly process: CommandLineTool;
  /** What applies to the tool after inheritance from the workflow and the step; they take the place of the tool's own. At most one of a class. */
  readonly requirements: readonly Requirement[];
  /** Likewise, without classes that are in `requirements`. */
  readonly hints: readonly Requirement[];
  /** The tool runs in a workflow: Files bring their secondary files along. */
  readonly nested?: boolean;
  /** How the container comes about that the tool asks for; without it no container is used, and a tool that requires one is refused. */
  readonly container?: ContainerParams;
  /** Names of variables of the engine's environment that a job without a container sees besides, or all of them. */
  readonly environment?: readonly string[] | "all";
}

/** Which translator is asked for a container, and how. */
export type ContainerParams = Omit<CWLDockerMapping, "step">;

/** Parameters of the operation `cwl.expression-tool`, version 1; stored in journals. */
export interface ExpressionToolParams {
  /** Its document was fetched, and may not name files of this machine by itself. */
  readonly remote?: boolean;
  readonly process: ExpressionTool;
  /** What applies to the tool after inheritance; see {@link CommandLineToolParams}. */
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
  readonly nested?: boolean;
}

/**
 * Parameters of the operation `cwl.link`, version 1; stored in journals. It makes one value of the sources of a step
 * input or workflow output: its output is `value`. Source: CWL v1.2 Workflow, WorkflowStepInput.
 */
export interface LinkParams {
  /** Names of the operation's inputs, in the order of the sources. */
  readonly sources: readonly string[];
  /** Whether the document gave the sources as a list. */
  readonly sourceIsList: boolean;
  readonly linkMerge?: LinkMerge;
  readonly pickValue?: PickValue;
  /** Takes the place of null, when `hasDefault`. */
  readonly default?: Json;
  readonly hasDefault: boolean;
}

/**
 * Parameters of the operation `cwl.step-inputs`, version 1; stored in journals. Its inputs are all inputs of a step
 * (elements, where they are scattered), its outputs the same names after `default`, `loadContents`, `loadListing` and `valueFrom`.
 */
export interface StepInputsParams {
  /** The step inputs that have one of those fields. */
  readonly inputs: readonly ComputedInput[];
  readonly scope: ExpressionScope;
  /** See {@link ExpressionToolParams}. */
  readonly remote?: boolean;
}

/** A step input, or the input of a workflow: that one may also declare secondary files, which are looked for here. */
export interface ComputedInput extends WorkflowStepInput {
  readonly secondaryFiles?: readonly SecondaryFileSchema[];
  /** Needed only for secondary files that record fields declare. */
  readonly type?: CwlType;
}

/** Parameters of the operation `cwl.when`, version 1; stored in journals. Its inputs are those of the step, its output is `result`. */
export interface WhenParams {
  readonly when: string;
  readonly scope: ExpressionScope;
}
