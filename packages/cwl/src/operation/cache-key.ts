import { SluiceError, type CacheKeyInput, type Json } from "@sluice/contracts";
import { preservedEnvironment } from "../command/environment.ts";
import { runtimeObject } from "../command/runtime-object.ts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import type { CommandLineTool, Parameter, Requirement, RequirementClass } from "../model/index.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { findRequirement, scopeOf } from "../value/find-requirement.ts";
import { inputsBeforeJob } from "./inputs-before-job.ts";
import type { CommandLineToolParams } from "./params.ts";

/** What has no influence on the outputs of a job that succeeds; the amounts of resources that come of it count by themselves. */
const withoutInfluence: ReadonlySet<RequirementClass> = new Set<RequirementClass>([
  "WorkReuse",
  "ToolTimeLimit",
  "ResourceRequirement",
  "SchemaDefRequirement",
  "SubworkflowFeatureRequirement",
  "ScatterFeatureRequirement",
  "MultipleInputFeatureRequirement",
  "StepInputExpressionRequirement",
]);

/**
 * Everything that the outputs of a job depend on: the tool without what only people read and without its place, what applies to it,
 * its inputs with defaults and secondary files, and where its programs are looked for. Undefined when WorkReuse is switched off, and
 * for tools that change their inputs in place: a result from a cache would not have that effect.
 */
export async function commandLineToolCacheKey(
  input: CacheKeyInput,
  evaluator: ExpressionEvaluator,
  formats: FormatChecker,
): Promise<Json | undefined> {
  const { process: tool, container, environment, ...effective } = input.params as unknown as CommandLineToolParams;
  if (findRequirement(effective, "InplaceUpdateRequirement")?.inplaceUpdate === true) return undefined;
  const reuse = findRequirement(effective, "WorkReuse")?.enableReuse ?? true;
  if (reuse === false) return undefined;

  const nowhere = { job: "", output: "", temporary: "", staging: "" };
  const bare: Omit<ExpressionSession, "inputs"> = {
    evaluator,
    scope: scopeOf(effective, tool.cwlVersion),
    runtime: runtimeObject(nowhere, input.hardware),
    signal: input.signal,
  };
  const inputs = await inputsBeforeJob(input, bare, formats);
  if (reuse !== true && !(await isEnabled(reuse, { ...bare, inputs }))) return undefined;
  return {
    tool: normalised(tool),
    requirements: [...effective.requirements, ...effective.hints]
      .filter((requirement) => !withoutInfluence.has(requirement.class))
      .sort(byClass) as unknown as Json,
    inputs,
    path: process.env["PATH"] ?? null,
    ...(environment && { environment: preservedEnvironment(environment) }),
    ...(container && { container: container as unknown as Json }),
  };
}

async function isEnabled(expression: string, session: ExpressionSession): Promise<boolean> {
  const round = createExpressionRound(session);
  const answer = round.ask(expression, { where: "WorkReuse.enableReuse" });
  await round.settle();
  const enabled = answer();
  if (typeof enabled === "boolean") return enabled;
  throw new SluiceError(
    "CWL_EXPRESSION",
    `WorkReuse.enableReuse must be true or false, but it is ${JSON.stringify(enabled)}`,
  );
}

/** Its own requirements are among those that apply, its defaults among the inputs. */
function normalised(tool: CommandLineTool): Json {
  const { id: _id, label: _label, doc: _doc, requirements: _own, hints: _hints, ...rest } = tool;
  const { namespaces: _namespaces, schemas: _schemas, ...relevant } = rest;
  return {
    ...relevant,
    inputs: tool.inputs.map(({ default: _default, ...parameter }) => bareParameter(parameter)),
    outputs: tool.outputs.map((parameter) => bareParameter(parameter)),
  } as unknown as Json;
}

function bareParameter({ label: _label, doc: _doc, ...parameter }: Parameter): object {
  return parameter;
}

function byClass(left: Requirement, right: Requirement): number {
  return left.class < right.class ? -1 : 1;
}
