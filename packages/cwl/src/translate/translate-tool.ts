import { SluiceError, type Json, type ExecuteStep, type OperationRef, type PortId, type Step } from "@sluice/contracts";
import type { CommandLineTool, ExpressionTool, Requirement } from "../model/index.ts";
import type { ContainerParams } from "../operation/params.ts";
import {
  effectiveRequirements,
  findRequirement,
  inherit,
  type EffectiveRequirements,
} from "./effective-requirements.ts";
import { definitionName } from "./process-name.ts";
import { sharedLibrary } from "./shared-library.ts";
import { staticHardware } from "./static-hardware.ts";
import type { Call, Translation, Values } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

/** A tool is one step: a job for a CommandLineTool, a computation for an ExpressionTool. */
export function translateTool(translation: Translation, tool: CommandLineTool | ExpressionTool, call: Call): Values {
  const { builder } = translation;
  const { scope } = call;
  const path = builder.freePath(call.path);
  const effective = inherit(scope.requirements, tool);
  // To leave an input out says the same as null.
  const inputs = Object.fromEntries(
    Object.entries(call.inputs).filter(([, from]) => "port" in from || from.value !== null),
  );
  const outputs: Readonly<Record<string, PortId>> =
    call.ports ?? Object.fromEntries(call.outputs.map((id) => [id, builder.addPort(`${path}/${id}`, scope.depth)]));
  const more = call.prepared === true && { more: true as const };
  const base = { depth: scope.depth, inputs, ...waitFor(translation, scope, inputs), outputs, ...more };
  builder.addStep(path, toolStep(translation, tool, call, effective, base));
  return Object.fromEntries(Object.entries(outputs).map(([id, port]) => [id, { port }]));
}

function toolStep(
  translation: Translation,
  tool: CommandLineTool | ExpressionTool,
  { path, prepared }: Call,
  effective: EffectiveRequirements,
  base: Pick<ExecuteStep, "depth" | "inputs" | "after" | "outputs" | "more">,
): Step {
  refuseSoftware(translation, tool, path, effective);
  const container = findRequirement(effective, "DockerRequirement") && translation.containerOf(path);
  const all = effectiveRequirements(effective);
  // An ExpressionTool is evaluated here, whatever container its step asks for.
  const isMeant = (each: Requirement): boolean =>
    container === undefined || tool.class !== "ExpressionTool" || each.class !== "DockerRequirement";
  const [requirements, hints] = [all.requirements.filter(isMeant), all.hints.filter(isMeant)];
  const { environment } = translation;
  const operation = (name: string): OperationRef => ({
    name,
    version: 1,
    params: {
      process: { $definition: translation.builder.define(definitionName(tool.id), tool as unknown as Json & object) },
      requirements: requirements.map((each) => shared(translation, each)),
      hints: hints.map((each) => shared(translation, each)),
      ...(prepared !== true && { nested: true }),
      ...(container && tool.class !== "ExpressionTool" && { container: containerParam(translation, container) }),
      ...(environment && !container && tool.class !== "ExpressionTool" && { environment }),
      ...(tool.class === "ExpressionTool" && translation.isRemote(tool.id) && { remote: true }),
      ...placesParam(translation, definitionName(tool.id), translation.placesOf.tool(tool)),
      ...limitPlace(translation, [...requirements, ...hints]),
    },
  });
  if (tool.class === "ExpressionTool")
    return { kind: "transform", ...base, operation: operation("cwl.expression-tool") };

  const docker = effective.requirements.get("DockerRequirement");
  if (docker && !container && !translation.drawing) {
    throw new SluiceError(
      "CWL_UNSUPPORTED",
      `${path} needs a container (DockerRequirement), which this build cannot run`,
      {
        position: translation.positionOf(docker) ?? translation.positionOf(tool),
        hint: "If the program is installed on the machine, run it with 'cwl-runner --no-container', or move DockerRequirement to hints.",
      },
    );
  }
  const hardware = staticHardware(effective, tool.cwlVersion);
  const resources = findRequirement(effective, "ResourceRequirement");
  const hardwarePosition = resources && translation.positionOf(resources);
  return {
    kind: "execute",
    ...base,
    operation: operation("cwl.command-line-tool"),
    ...(hardware && { hardware }),
    ...(updatesInPlace(effective) && { updates: true as const }),
    ...(hardwarePosition && { hardwarePosition }),
  };
}

/** Whether jobs may change what InitialWorkDirRequirement makes writable; a listing that is an expression may yield such. */
function updatesInPlace(effective: EffectiveRequirements): boolean {
  if (findRequirement(effective, "InplaceUpdateRequirement")?.inplaceUpdate !== true) return false;
  const listing = findRequirement(effective, "InitialWorkDirRequirement")?.listing ?? [];
  return typeof listing === "string" || listing.length > 0;
}

/** Nothing looks for the software that a tool requires. @throws `CWL_UNSUPPORTED` */
function refuseSoftware(
  { drawing, ignoresSoftware, positionOf }: Translation,
  tool: CommandLineTool | ExpressionTool,
  path: string,
  { requirements }: EffectiveRequirements,
): void {
  const software = requirements.get("SoftwareRequirement");
  if (software === undefined || drawing || ignoresSoftware) return;
  throw new SluiceError(
    "CWL_UNSUPPORTED",
    `${path} requires software (SoftwareRequirement), which this build does not provide`,
    {
      position: positionOf(software) ?? positionOf(tool),
      hint: "If it is installed on the machine, add '--software ignore', or move SoftwareRequirement to hints.",
    },
  );
}

/** The parameter that says where things stand, stored once for all that shares it. */
export function placesParam(
  { builder }: Translation,
  name: string,
  places: object | undefined,
): { readonly places?: Json } {
  return places ? { places: { $definition: builder.define(`${name}:places`, places as Json & object) } } : {};
}

/** The parameter that says where a time limit is asked for, which need not be in the tool. */
function limitPlace(translation: Translation, inForce: readonly Requirement[]): { readonly limitPlace?: Json } {
  const limit = inForce.find((requirement) => requirement.class === "ToolTimeLimit");
  const position = limit && translation.positionOf(limit, "timelimit");
  return position ? { limitPlace: { ...position } } : {};
}

function shared(translation: Translation, requirement: Requirement): Json {
  if (requirement.class !== "InlineJavascriptRequirement") return requirement as unknown as Json;
  const { expressionTimeout: timeoutMs } = translation;
  return {
    class: requirement.class,
    expressionLib: sharedLibrary(translation, requirement.expressionLib),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/** The parameter that says how a container comes about, stored once for all tools that share it. */
function containerParam({ builder }: Translation, container: ContainerParams): Json {
  return { $definition: builder.define(`container:${container.type}`, container) };
}
