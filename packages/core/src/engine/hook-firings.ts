import type { JobStateEvent } from "@sluice/contracts";
import type { HookQueue } from "./hook-queue.ts";
import { HookScope } from "./hook-scope.ts";
import { firingKey, type Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** What is known of a firing while this engine drives it, with what plugins hold for as long. */
export class FiringScope extends HookScope {
  /** When the attempt began here. Milliseconds. */
  since: number = performance.now();
  /** Whether `beforeNodeExecute` was called, by this engine or the one before. */
  announced = false;
  /** The last attempt that `beforeNodeRetry` was called for. */
  retry = 0;
  /** The last that was told of a job. */
  told: { readonly job: string; readonly state: JobStateEvent["state"] } | undefined = undefined;
}

/** The firings that hooks heard of and that are not over. */
export interface HookFirings {
  has(firing: Firing): boolean;
  of(firing: Firing): FiringScope;
  /** It is over as soon as everybody was told. */
  end(firing: Firing): void;
  endAll(): void;
}

/** Makes the firings of a run. */
export function createHookFirings({ hooks, reports, run }: RunDeps, queue: HookQueue): HookFirings {
  const firings = new Map<Firing, FiringScope>();
  const end = (firing: Firing): void => {
    const scope = firings.get(firing);
    firings.delete(firing);
    if (scope) void queue.add(() => scope.end());
  };
  return {
    has: (firing) => firings.has(firing),
    of(firing) {
      let scope = firings.get(firing);
      if (!scope) {
        scope = new FiringScope(hooks, reports, run, firingKey(firing.plan.path, firing.tag));
        firings.set(firing, scope);
      }
      return scope;
    },
    end,
    endAll() {
      for (const firing of firings.keys()) end(firing);
    },
  };
}
