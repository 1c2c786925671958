import {
  failureText,
  toSluiceError,
  type JsonObject,
  type OperationInput,
  type RunResult,
  type Token,
} from "@sluice/contracts";
import type { CommittedFiles } from "./committed-files.ts";
import { createFiring, type Effect, type Firing } from "./machine/index.ts";
import type { StepPlan } from "./machine/plan.ts";
import { operationRef } from "./operations.ts";
import { partialOutputs } from "./partial-outputs.ts";
import { publishOutputs } from "./publishing.ts";
import type { RunDeps } from "./run-deps.ts";
import type { Shortages } from "./shortages.ts";
import type { Stopping } from "./stopping.ts";
import { withConstants } from "./with-constants.ts";

/** What becomes of a run's outputs when nothing of it is active any more. */
export interface Ending {
  /** How the run ends: as its steps did, unless its outputs cannot be placed. */
  of(effect: Effect & { type: "finish" }): Promise<RunResult & { readonly reason: string }>;
  /** Places the outputs of a run. @throws `PUBLISHING_FAILED` */
  publish(outputs: JsonObject, outdir: string): Promise<JsonObject>;
}

/** Makes the outputs of a run: all of them of one that is completed, those that are there of one that failed. */
export function createEnding(input: {
  readonly deps: RunDeps;
  readonly shortages: Pick<Shortages, "outlast">;
  readonly committedFiles: Pick<CommittedFiles, "check">;
  readonly stopping: Pick<Stopping, "stop" | "untilStop">;
  readonly operationInput: (firing: Firing, inputs: JsonObject) => OperationInput;
  /** Aborted when another engine took the run over. */
  readonly lost: AbortSignal;
}): Ending {
  const { deps, shortages, committedFiles, operationInput, lost } = input;
  const { stop, untilStop } = input.stopping;
  const { state, tokens, logger } = deps;

  function operationOf(plan: StepPlan): ReturnType<RunDeps["operations"]["of"]>["operation"] {
    return deps.operations.of(operationRef(plan)).operation;
  }

  function isPartial(plan: StepPlan): boolean {
    const operation = operationOf(plan);
    return operation.kind === "value" && operation.partial === true;
  }

  async function evaluate(
    plan: StepPlan,
    tag: string,
    inputs: Readonly<Record<string, Token>>,
  ): Promise<Record<string, Token> | undefined> {
    const operation = operationOf(plan);
    if (operation.kind !== "value") return undefined;
    const firing = createFiring(plan, tag, inputs);
    const values = withConstants(firing, await tokens.readAll(inputs));
    try {
      return await tokens.writeAll(await untilStop(operation.evaluate(operationInput(firing, values))));
    } catch (error) {
      logger.debug(`${plan.path}: nothing can be told of its output: ${failureText(error)}`);
      return undefined;
    }
  }

  function publish(outputs: JsonObject, outdir: string, isFailed = false): Promise<JsonObject> {
    const signal = AbortSignal.any([lost, stop]);
    return publishOutputs(deps, shortages, { outputs, outdir, isFailed, committedFiles, signal });
  }

  async function of(effect: Effect & { type: "finish" }): Promise<RunResult & { readonly reason: string }> {
    const { status, failures, reason } = effect;
    const { outdir } = state.options;
    const isFailed = status === "failed";
    const there = isFailed ? await partialOutputs({ state, isPartial, evaluate }) : effect.outputs;
    const outputs = await tokens.readAll(there);
    if (status === "cancelled" || outdir === undefined) return { status, outputs, failures, reason };
    try {
      return { status, outputs: await publish(outputs, outdir, isFailed), failures, reason };
    } catch (thrown) {
      lost.throwIfAborted();
      if (stop.aborted) return { status: "cancelled", outputs, failures, reason: state.cancelling ?? "stopped" };
      const error = deps.hidden.error(toSluiceError(thrown).serialize());
      // A step may have failed of the very file that cannot be placed.
      const isTold = failures.some((each) => each.error.code === error.code && each.error.message === error.message);
      const more = isTold ? [] : [{ step: "/", tag: "0", error }];
      return { status: "failed", outputs, failures: [...failures, ...more], reason };
    }
  }

  return { of, publish };
}
