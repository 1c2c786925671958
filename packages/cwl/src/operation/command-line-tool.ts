import type { Hardware, JobOperation, JobOperationInput, OperationInput } from "@sluice/contracts";
import { createContainerTargets } from "../container/container-target.ts";
import { networkAccess } from "../container/network-access.ts";
import { preservedEnvironment } from "../command/environment.ts";
import { placeInputs, prepareCommand, type CommandJob, type PlacedInputs } from "../command/prepare-command.ts";
import { askResources, hasDynamicResources } from "../command/resources.ts";
import { refuseUnsupported } from "../command/unsupported-requirement.ts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { collectOutputs } from "../output/collect-outputs.ts";
import { checkExit } from "../output/job-outcome.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { findRequirement, scopeOf } from "../value/find-requirement.ts";
import { commandLineToolCacheKey } from "./cache-key.ts";
import { inputsBeforeJob } from "./inputs-before-job.ts";
import type { CommandLineToolParams } from "./params.ts";

/** How many jobs' prepared inputs are kept for their end; those of others are prepared again when they are needed. */
const keptJobs = 256;

/** Runs a CommandLineTool as a job. Parameters: {@link CommandLineToolParams}. */
export function commandLineToolOperation(evaluator: ExpressionEvaluator, formats: FormatChecker): JobOperation {
  const kept = new Map<string, PlacedInputs>();
  const containerTargets = createContainerTargets();

  function jobOf(input: JobOperationInput): CommandJob {
    const { process: tool, container: _container, nested = false, environment, ...effective } = paramsOf(input);
    const preserved = preservedEnvironment(environment);
    const { directories, hardware, files, signal } = input;
    const values = input.inputs;
    return { tool, effective, nested, values, directories, hardware, preserved, files, evaluator, formats, signal };
  }

  return {
    kind: "job",
    version: 1,
    requirements: (input) => jobHardware(input, evaluator, formats),
    cacheKey: (input) => commandLineToolCacheKey(input, evaluator, formats),
    async moveTo(input) {
      const { process: tool, container, ...effective } = paramsOf(input);
      if (!container) return { target: input.target };
      const session = () => sessionBeforeJob(input, evaluator, formats, true);
      return containerTargets(input, container, effective, () => networkAccess(effective, tool.cwlVersion, session));
    },
    async prepare(input) {
      const job = jobOf(input);
      if (!paramsOf(input).container) refuseUnsupported(job.effective.requirements, job.tool.label ?? "the tool");
      const placed = await placeInputs(job);
      kept.set(input.directories.job, placed);
      const [oldest] = kept.keys();
      if (kept.size > keptJobs && oldest !== undefined) kept.delete(oldest);
      return prepareCommand(job, placed);
    },
    async collect(input) {
      const { request, exit, files, directories } = input;
      const job = jobOf(input);
      const placed = kept.get(directories.job);
      kept.delete(directories.job);
      await checkExit(job.tool, exit, request, request.stderr ?? `${directories.job}/stderr`, files);
      return collectOutputs({ ...job, files, request, exit, placed });
    },
  };
}

async function jobHardware(
  input: OperationInput,
  evaluator: ExpressionEvaluator,
  formats: FormatChecker,
): Promise<Hardware> {
  const { process: tool, ...effective } = paramsOf(input);
  const requirement = findRequirement(effective, "ResourceRequirement");
  // Most tools ask for fixed amounts: then nothing of the inputs need be looked at.
  const round = createExpressionRound(
    await sessionBeforeJob(input, evaluator, formats, hasDynamicResources(requirement)),
  );
  const hardware = askResources(requirement, tool.cwlVersion, round);
  await round.settle();
  return hardware();
}

/** What expressions see before the job has a place: no runtime, and its inputs if they are wanted. */
async function sessionBeforeJob(
  input: OperationInput,
  evaluator: ExpressionEvaluator,
  formats: FormatChecker,
  withInputs: boolean,
): Promise<ExpressionSession> {
  const { process: tool, ...effective } = paramsOf(input);
  const scope = scopeOf(effective, tool.cwlVersion);
  const bare: Omit<ExpressionSession, "inputs"> = { evaluator, scope, runtime: {}, signal: input.signal };
  if (!withInputs) return { ...bare, inputs: {} };
  const inputs = await inputsBeforeJob(input, bare, formats);
  return { ...bare, inputs };
}

function paramsOf(input: OperationInput): CommandLineToolParams {
  return input.params as unknown as CommandLineToolParams;
}
