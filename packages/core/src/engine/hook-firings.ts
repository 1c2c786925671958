import type { JobStateEvent } from "@sluice/contracts";
import type { HookQueue } from "./hook-queue.ts";
import { HookScope } from "./hook-scope.ts";
import { firingKey, type Firing } from "./machine/index.ts";
import type { RunDeps } from "./run-deps.ts";

/** What is known of a firing while this engine drives it, with what plugins hold for as long. */
export class FiringScope extends HookScope {
  /** When the attempt began here. Milliseconds. */
  since: number;
  /** Whether `beforeNodeExecute` was called, by this engine or the one before. */
  announced = false;
  /** The last attempt that `beforeNodeRetry` was called for. */
  retry = 0;
  /** The last that was told of a job. */
  told: { readonly job: string; readonly state: JobStateEvent["state"] } | undefined = undefined;

  constructor(deps: RunDeps, key: string, since: number) {
    super(deps, key);
    this.since = since;
  }
}

/** The firings that hooks heard of and that are not over. */
export interface HookFirings {
  has(firing: Firing): boolean;
  of(firing: Firing): FiringScope;
  /** An attempt begins now. */
  begin(firing: Firing): void;
  /** It is over as soon as everybody was told. */
  end(firing: Firing, scope: FiringScope): void;
  endAll(): void;
}

const endScope = (scope: HookScope): void | Promise<void> => scope.end();

/** Makes the firings of a run. */
export function createHookFirings(deps: RunDeps, queue: HookQueue): HookFirings {
  const firings = new Map<Firing, FiringScope>();
  /** When those began that have no scope yet: thousands may be under way of which nobody has heard. Milliseconds. */
  const begun = new Map<Firing, number>();
  const end: HookFirings["end"] = (firing, scope) => {
    firings.delete(firing);
    void queue.add(endScope, scope);
  };
  const make = (firing: Firing): FiringScope => {
    const since = begun.get(firing) ?? performance.now();
    begun.delete(firing);
    const scope = new FiringScope(deps, firingKey(firing.plan.path, firing.tag), since);
    firings.set(firing, scope);
    return scope;
  };
  return {
    has: (firing) => firings.has(firing) || begun.has(firing),
    of: (firing) => firings.get(firing) ?? make(firing),
    begin(firing) {
      const scope = firings.get(firing);
      if (scope) scope.since = performance.now();
      else begun.set(firing, performance.now());
    },
    end,
    endAll() {
      begun.clear();
      for (const [firing, scope] of firings) end(firing, scope);
    },
  };
}
