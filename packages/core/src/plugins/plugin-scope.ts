import {
  commandPoint,
  hookPurposes,
  SluiceError,
  type HookMap,
  type HookName,
  type HookOptions,
  manifestDetails,
  type JsonObject,
  type Logger,
  type ManifestHook,
  type Plugin,
  type PluginHost,
  type PluginManifest,
  type SluiceContext,
} from "@sluice/contracts";
import type { HookBus, ReportBus } from "../hooks/index.ts";
import { createExtensionFinder } from "./find-extension.ts";
import { checkImplementation } from "./implementation-shape.ts";
import { engineApiVersion } from "./known-points.ts";
import { apiFault } from "./manifest-fault.ts";
import { ownImplementation, type Border } from "./own-implementation.ts";
import { areHooksNamed, workAs } from "./plugin-at-work.ts";
import type { Registry } from "./registry.ts";

/** What the host of one plugin is made from. */
export interface PluginScopeInput {
  readonly plugin: Plugin;
  /** Whether it comes with Sluice: then its errors are those of Sluice. */
  readonly bundled: boolean;
  /** Completes what the plugin says of its extensions. */
  readonly manifest: PluginManifest | undefined;
  /** Names of the plugins whose public objects it may have. */
  readonly requires: readonly string[];
  /** Told of every hook that the plugin adds. */
  readonly addedHook: (hook: ManifestHook) => void;
  readonly options: JsonObject;
  readonly registry: Registry;
  readonly hooks: HookBus;
  readonly reports: ReportBus;
  /** Waits for the answers of what it provides. */
  readonly clock: Border["clock"];
  readonly context: SluiceContext;
  readonly logger: Logger;
  /** The public object of another plugin. @throws `PLUGIN_MISSING` */
  readonly publicObject: (name: string) => unknown;
  /** Undoes everything that the plugin registers. */
  readonly scope: AsyncDisposableStack;
}

/** Makes what a plugin registers itself with. */
export function createPluginHost(input: PluginScopeInput): PluginHost {
  const { plugin, registry, hooks, reports, scope } = input;
  const actor = `plugin ${plugin.name}`;
  const logger = input.logger.child({ plugin: plugin.name });
  const required = (name: string): unknown => {
    if (input.requires.includes(name)) return input.publicObject(name);
    throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' is not in the list of what it requires`, { actor });
  };
  const { guard } = hooks;
  /** A set-up that took too long may still go on. */
  const checkOpen = (): void => {
    if (!scope.disposed) return;
    throw new SluiceError("PLUGIN_INVALID", "it registers something after its scope has ended", { actor });
  };
  /** In its own name: what it opens or throws later, on its own, is still known to be its own. */
  const own = <Arguments extends unknown[]>(work: (...args: Arguments) => unknown): ((...args: Arguments) => unknown) =>
    input.bundled ? work : (...args) => workAs(plugin.name, () => work(...args));
  return {
    provide(point, name, implementation, given = {}) {
      checkOpen();
      checkProvided(point, name, actor);
      const details = { ...manifestDetails(input.manifest, point.id, name), ...given };
      const others = registry.entries().find((entry) => entry.point.id === point.id)?.point;
      const fault = apiFault(point, actor, engineApiVersion(point.id) ?? others?.apiVersion);
      if (fault) throw fault;
      if (implementation === undefined || implementation === null) {
        throw new SluiceError("PLUGIN_INVALID", `it provides nothing as ${point.id} '${name}'`, { actor });
      }
      const provided = { point: point.id, name, plugin: plugin.name };
      // The point of commands has a caller who does all this, and lets them write to standard output.
      const guarded = engineApiVersion(point.id) !== undefined && point.id !== commandPoint.id;
      const { bundled, clock } = input;
      scope.use(
        registry.add({
          point,
          name,
          implementation: guarded
            ? ownImplementation(implementation, { ...provided, bundled }, { clock, logger })
            : implementation,
          details,
          plugin: plugin.name,
        }),
      );
      checkImplementation(implementation, provided);
    },
    hook<Name extends HookName>(name: Name, handler: HookMap[Name], options: HookOptions = {}) {
      checkOpen();
      const { order = "normal" } = options;
      if (!["pre", "normal", "post"].includes(order)) {
        throw new SluiceError("PLUGIN_INVALID", `there is no order '${order}' of hooks`, {
          actor,
          hint: "A hook is called pre, normal or post.",
        });
      }
      if (!Object.hasOwn(hookPurposes, name)) {
        throw new SluiceError("PLUGIN_INVALID", `there is no hook '${name}'`, {
          actor,
          hint: `Hooks are: ${Object.keys(hookPurposes).join(", ")}.`,
        });
      }
      if (typeof handler !== "function")
        throw new SluiceError("PLUGIN_INVALID", `it adds no function as hook '${name}'`, { actor });
      scope.use(
        hooks.add({
          name,
          handler: input.bundled || !areHooksNamed() ? handler : ownHook(plugin.name, name, handler),
          plugin: plugin.name,
          order,
        }),
      );
      const said = input.manifest?.hooks?.find((each) => each.name === name)?.description;
      input.addedHook({ name, description: options.description ?? said ?? hookPurposes[name] });
    },
    on(type, handler) {
      checkOpen();
      scope.use(reports.listen({ type, handler: own(handler) as typeof handler, plugin: plugin.name }));
    },
    send: (message) => reports.send(message),
    onDispose(dispose) {
      checkOpen();
      // One that fails or never ends must not keep the others from being disposed.
      scope.defer(async () =>
        guard.call(own(dispose), { plugin: plugin.name, what: "onDispose", code: "PLUGIN_FAILED" }),
      );
    },
    options: input.options,
    logger,
    context: withOwnName(input.context, { logger, plugin: required, extension: createExtensionFinder(() => registry) }),
    plugin: required,
  };
}

/** @throws `PLUGIN_INVALID` for what is no extension point, and for what can be no name */
function checkProvided(point: unknown, name: unknown, actor: string): void {
  const { id, apiVersion } = (point ?? {}) as { readonly id?: unknown; readonly apiVersion?: unknown };
  if (typeof id !== "string" || typeof apiVersion !== "number") {
    throw new SluiceError(
      "PLUGIN_INVALID",
      `it provides something as '${String(name)}' at what is no extension point`,
      {
        actor,
        hint: 'Such as: host.provide(connectorPoint, "name", factory); the points are exports of @sluice/contracts.',
      },
    );
  }
  if (typeof name === "string" && name !== "") return;
  throw new SluiceError("PLUGIN_INVALID", `what it provides as ${id} needs a name`, { actor });
}

/** A hook that works in the name of its plugin; what it lets go on does not. */
function ownHook<Name extends HookName>(plugin: string, name: Name, handler: HookMap[Name]): HookMap[Name] {
  const work = handler as (...args: unknown[]) => unknown;
  const own = (first: unknown, second: unknown): unknown =>
    workAs(plugin, () =>
      name === "wrapNodeExecute" ? work(first, () => workAs(undefined, second as () => unknown)) : work(first, second),
    );
  return own as HookMap[Name];
}

/** The context as one plugin sees it: with its own logger, only the plugins that it requires, and what is there where it lives. */
function withOwnName(
  context: SluiceContext,
  own: Pick<SluiceContext, "logger" | "plugin" | "extension">,
): SluiceContext {
  const properties = Object.entries(own).map(([name, value]) => [name, { value, enumerable: true }]);
  return Object.create(context, Object.fromEntries(properties) as PropertyDescriptorMap) as SluiceContext;
}
