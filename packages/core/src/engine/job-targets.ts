import { join } from "node:path";
import {
  SluiceError,
  type JobOperation,
  type JsonObject,
  type Location,
  type OperationInput,
  type Target,
} from "@sluice/contracts";
import type { Firing } from "./machine/index.ts";
import { placementOf } from "./placement.ts";
import type { RunDeps } from "./run-deps.ts";

/** Knows where the jobs of a run may go. */
export interface JobTargets {
  /** The targets that a step is bound to, as its binding filters leave them, and as its operation changes them. @throws `BINDING_EMPTY`, `CONFIG_INVALID` */
  of(firing: Firing, operation: JobOperation, input: OperationInput): Promise<readonly Target[]>;
  /** Makes sure, for a job of an earlier engine, that its deployment is known, if its operation made that up. */
  recall(firing: Firing, operation: JobOperation, input: () => Promise<OperationInput>): Promise<void>;
  /** Base of the job folders of a deployment, of the configuration or made up by an operation: its own, or that of what it wraps, on whose locations it runs. */
  workdir(name: string): string | undefined;
  /** Where the folders of this run's jobs are on a location. @throws `CONFIG_INVALID` */
  baseOf(location: Location, targetWorkdir: string | undefined): string;
}

const spanningHint =
  "A job that spans machines asks for them in the options of its environment, such as the nodes of a batch system.";

/** Makes the targets of a run. */
export function createJobTargets(deps: RunDeps, signal: AbortSignal): JobTargets {
  const known = new Map(deps.deployments.map((each) => [each.name, each]));

  async function filtered(firing: Firing, inputs: JsonObject): Promise<readonly Target[]> {
    const { path: step } = firing.plan;
    const { targets, filters } = placementOf(step, deps.bindings);
    let left = targets;
    for (const name of filters) {
      const filter = await deps.bindingFilter(name);
      left = await filter.filter({ targets: left, step, tag: firing.tag, inputs, signal });
      if (left.length === 0) {
        throw new SluiceError("BINDING_EMPTY", `binding filter '${name}' left no target for ${step} ${firing.tag}`);
      }
    }
    return left;
  }

  async function moved(operation: JobOperation, input: OperationInput, target: Target): Promise<Target> {
    if (!operation.moveTo) return target;
    const { target: other, deployment } = await operation.moveTo({ ...input, target });
    if (deployment && !known.has(deployment.name)) {
      known.set(deployment.name, deployment);
      deps.context.deploymentManager.register([deployment]);
    }
    return other;
  }

  function workdir(name: string): string | undefined {
    // Circles are refused before a job gets here.
    let deployment = known.get(name);
    while (deployment?.workdir === undefined && deployment?.wraps) deployment = known.get(deployment.wraps.deployment);
    return deployment?.workdir;
  }

  return {
    async of(firing, operation, input) {
      const targets: Target[] = [];
      for (const target of await filtered(firing, input.inputs)) targets.push(await moved(operation, input, target));
      for (const { deployment, locations } of targets) {
        if (!(locations > 1)) continue;
        throw new SluiceError(
          "CONFIG_INVALID",
          `${locations} locations of '${deployment}' are wanted for one job, which gets 1`,
          {
            hint: spanningHint,
          },
        );
      }
      return targets;
    },
    async recall(firing, operation, input) {
      const { job } = firing;
      if (!operation.moveTo || !job || known.has(job.deployment)) return;
      const { targets } = placementOf(firing.plan.path, deps.bindings);
      const given = await input();
      for (const target of targets) await moved(operation, given, target);
    },
    workdir,
    baseOf(location, targetWorkdir) {
      const base = targetWorkdir ?? workdir(location.deployment);
      if (base !== undefined) return join(base, deps.run);
      if (location.local) return join(deps.folder, "jobs");
      throw new SluiceError(
        "CONFIG_INVALID",
        `deployment '${location.deployment}' needs a workdir for its job folders`,
      );
    },
  };
}
