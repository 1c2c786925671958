import {
  toSluiceError,
  type Connector,
  type DataManager,
  type DeploymentConfig,
  type SerializedError,
  type Timed,
  type TransferEvent,
} from "@sluice/contracts";
import { localPath } from "./data/index.ts";
import type { HookBus } from "./hooks/index.ts";

/**
 * Tells plugins of what a data manager moves, whoever wrote it. The answer is the manager as one run, or the engine, uses it: with
 * the hooks of that bus, and the folder that copies are kept in. They are not queued with those of the run: a hook may itself fetch something.
 */
export function observeDataManager(manager: DataManager): (hooks: HookBus, keep?: string) => DataManager {
  /** What was fetched already: asked again, nothing is moved. */
  const fetched = new Set<string>();
  return (hooks, keep) => {
    const told = tellOf<TransferEvent>(hooks, "beforeTransfer", "afterTransfer", "onTransferError");
    return withMethods(manager, {
      async fetch(wanted) {
        const input = { keep, ...wanted };
        const { uri } = input;
        if (!told.wanted() || fetched.has(uri) || localPath(uri) !== undefined) return manager.fetch(input);
        fetched.add(uri);
        try {
          return await told.around({ kind: "fetch", subject: uri, entries: 1 }, () => manager.fetch(input));
        } catch (error) {
          fetched.delete(uri);
          throw error;
        }
      },
      stage(wanted) {
        const input = { keep, ...wanted };
        if (!told.wanted()) return manager.stage(input);
        const { entries, directory, location } = input;
        const { deployment, name } = location;
        return told.around(
          { kind: "stage", subject: directory, entries: entries.length, deployment, location: name },
          () => manager.stage(input),
        );
      },
      publish(input) {
        if (!told.wanted()) return manager.publish(input);
        const { outdir, outputs } = input;
        return told.around({ kind: "publish", subject: outdir, entries: Object.keys(outputs).length }, () =>
          manager.publish(input),
        );
      },
    });
  };
}

/** Tells plugins when an environment is brought up and taken down, whatever manager does it. */
export function observeConnector(connector: Connector, config: DeploymentConfig, hooks: HookBus): Connector {
  const { name, type, external } = config;
  // Frozen, and so is the event of a failure: they are the same for all plugins, and for all that comes later.
  const event = { deployment: Object.freeze({ name, type, external }) };
  const up = tellOf<typeof event>(hooks, "beforeDeploy", "afterDeploy", "onDeployError");
  const down = tellOf<typeof event>(hooks, "beforeUndeploy", "afterUndeploy", "onUndeployError");
  return withMethods(connector, {
    deploy: (input) => (up.wanted() ? up.around(event, () => connector.deploy(input)) : connector.deploy(input)),
    undeploy: (input) =>
      down.wanted() ? down.around(event, () => connector.undeploy(input)) : connector.undeploy(input),
  });
}

interface Tell<Event> {
  /** Whether anybody listens. */
  wanted(): boolean;
  /** Tells what comes before, waits for it, does it, and tells how it went. */
  around<Value>(event: Event, work: () => Promise<Value>): Promise<Value>;
}

function tellOf<Event extends object>(
  hooks: HookBus,
  before: "beforeTransfer" | "beforeDeploy" | "beforeUndeploy",
  after: "afterTransfer" | "afterDeploy" | "afterUndeploy",
  failed: "onTransferError" | "onDeployError" | "onUndeployError",
): Tell<Event> {
  /** The callers know that the three belong to one kind of event. */
  const notify = (name: string, eventFor: () => Event & Partial<Timed>): void | Promise<void> =>
    hooks.notify(name as typeof before, eventFor as never);
  return {
    wanted: () => hooks.heard[before] || hooks.heard[after] || hooks.heard[failed],
    async around(event, work) {
      await notify(before, () => ({ ...event }));
      const since = performance.now();
      const duration = (): number => (performance.now() - since) / 1000;
      try {
        const value = await work();
        const seconds = duration();
        await notify(after, () => ({ ...event, duration: seconds }));
        return value;
      } catch (thrown) {
        const error: SerializedError = Object.freeze(toSluiceError(thrown).serialize());
        const seconds = duration();
        await notify(failed, () => ({ ...event, error, duration: seconds }));
        throw thrown;
      }
    },
  };
}

/** The same object with some methods in the place of its own. Its other methods still run on itself: they may use private fields. */
function withMethods<Target extends object>(target: Target, methods: Partial<Target>): Target {
  // Not of the object itself: whoever froze it would forbid other methods in their place.
  return new Proxy(Object.create(target) as Target, {
    get(_shell, name) {
      if (Object.hasOwn(methods, name)) return methods[name as keyof Target];
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      // Not `bind`: what that makes is refused by `await using` in the engines of today.
      return (...args: unknown[]): unknown => Reflect.apply(value, target, args);
    },
  });
}
