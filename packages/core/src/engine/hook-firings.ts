import type { JobStateEvent } from "@sluice/contracts";
import type { HookQueue } from "./hook-queue.ts";
import { HookScope } from "./hook-scope.ts";
import type { Firing } from "./machine/index.ts";
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

  constructor(deps: RunDeps, key: string, holding: Set<HookScope>, since: number) {
    super(deps, key, holding);
    this.since = since;
  }
}

/** The firings that hooks heard of and that are not over. */
export interface HookFirings {
  has(firing: Firing): boolean;
  of(firing: Firing): FiringScope;
  /** An attempt begins. Milliseconds by `performance.now`. */
  begin(firing: Firing, moment: number): void;
  /** It is over as soon as everybody was told. */
  end(firing: Firing, scope: FiringScope): void;
  endAll(): void;
}

const endScope = (scope: HookScope): void | Promise<void> => scope.end();

/** Makes the firings of a run. */
export function createHookFirings(deps: RunDeps, queue: HookQueue): HookFirings {
  const holding = new Set<HookScope>();
  return {
    has: (firing) => firing.hooks !== undefined,
    of(firing) {
      const known = firing.hooks;
      if (known instanceof FiringScope) return known;
      const scope = new FiringScope(deps, firing.key, holding, Number(known ?? performance.now()));
      firing.hooks = scope;
      return scope;
    },
    begin(firing, moment) {
      // Just the moment, as long as nobody has heard of it: thousands may be under way.
      if (firing.hooks instanceof FiringScope) firing.hooks.since = moment;
      else firing.hooks = moment;
    },
    end(firing, scope) {
      firing.hooks = undefined;
      void queue.add(endScope, scope);
    },
    endAll() {
      for (const scope of holding) void queue.add(endScope, scope);
    },
  };
}
