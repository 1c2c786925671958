import {
  SluiceError,
  toSluiceError,
  type JsonObject,
  type MovedTarget,
  type OperationInput,
  type Target,
} from "@sluice/contracts";
import { cwlDockerTranslatorPoint, type CWLDockerInput, type CWLDockerTranslator } from "@sluice/contracts/cwl";
import type { ContainerParams } from "../operation/params.ts";
import { findRequirement, type EffectiveRequirements } from "../value/find-requirement.ts";

/** Asks translators where the jobs of tools go that want a container. */
export type ContainerTargets = (
  input: OperationInput & { readonly target: Target },
  container: ContainerParams,
  effective: EffectiveRequirements,
  networkAccess: () => Promise<boolean>,
) => Promise<MovedTarget>;

/** Makes each translator once for each entry of a run's `docker` list, which is the same object in all of its steps. */
export function createContainerTargets(): ContainerTargets {
  const translators = new WeakMap<ContainerParams, Promise<CWLDockerTranslator>>();
  const translatorOf = (container: ContainerParams, { context }: OperationInput): Promise<CWLDockerTranslator> => {
    const known = translators.get(container);
    if (known) return known;
    const { type: name, options: given, wrapper } = container;
    const make = async (): Promise<CWLDockerTranslator> => {
      const { implementation, options } = await context.extension({
        point: cwlDockerTranslatorPoint,
        name,
        options: given,
      });
      return implementation.create({ options, wrapper, context });
    };
    const made = make();
    translators.set(container, made);
    return made;
  };
  return async (input, container, effective, networkAccess) => {
    const requirement = findRequirement(effective, "DockerRequirement");
    if (requirement === undefined) return { target: input.target };
    const { dockerImageId, dockerPull, dockerOutputDirectory: outputDirectory } = requirement;
    const wanted: CWLDockerInput = {
      image: dockerImageId ?? dockerPull ?? "",
      requirement: requirement as unknown as JsonObject,
      ...(outputDirectory !== undefined && { outputDirectory }),
      networkAccess: await networkAccess(),
      target: input.target,
    };
    const actor = `cwl-docker-translator ${container.type}`;
    try {
      const moved = await (await translatorOf(container, input)).translate(wanted);
      if (typeof moved.target.deployment === "string") return moved;
    } catch (error) {
      throw toSluiceError(error, "PLUGIN_FAILED", actor);
    }
    throw new SluiceError("PLUGIN_INVALID", `it answered for ${input.step} with no target`, { actor });
  };
}
