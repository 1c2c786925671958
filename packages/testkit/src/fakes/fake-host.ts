import {
  hookPurposes,
  SluiceError,
  type ExtensionDetails,
  type ExtensionPoint,
  type HookMap,
  type HookName,
  type HookOptions,
  type JsonObject,
  type PluginHost,
  type Report,
  type SluiceContext,
} from "@sluice/contracts";
import { fakeContext } from "./fake-context.ts";
import { fakeLogger, type FakeLogger } from "./fake-logger.ts";

/** Something that a plugin provided. */
export interface ProvidedExtension {
  readonly point: ExtensionPoint<unknown>;
  readonly name: string;
  readonly implementation: unknown;
  readonly details: ExtensionDetails;
}

/** A hook that a plugin added. */
export interface AddedHook {
  readonly name: HookName;
  readonly handler: HookMap[HookName];
  readonly options: HookOptions;
}

/** A host that keeps what a plugin does with it. */
export interface FakeHost extends PluginHost, AsyncDisposable {
  readonly logger: FakeLogger;
  readonly provided: readonly ProvidedExtension[];
  readonly hooks: readonly AddedHook[];
  /** Messages that were sent, in order. */
  readonly sent: readonly Parameters<PluginHost["send"]>[0][];
  /** What was provided at a point under a name. @throws `PLUGIN_MISSING` */
  extension<T>(point: ExtensionPoint<T>, name: string): T;
  /** Whether the plugin listens to reports of a type. */
  listensTo(type: string): boolean;
  /** Tells the plugin of a report, as if it came from beside a job. */
  report(report: Report): Promise<void>;
  /** Ends the scope of the plugin: disposes, last registered first. A second time does nothing. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Makes a host to try a plugin's `setup` with. It refuses what the engine's host refuses.
 *
 * @param input.options - the plugin's options, as they would be after validation
 * @param input.plugins - public objects of plugins that it requires, by name
 *
 * @example
 * ```ts
 * await using host = fakeHost({ options: { every: 5 } });
 * await metricsPlugin.setup(host);
 * const hook = host.hooks.find(({ name }) => name === "afterNodeExecute");
 * ```
 */
export function fakeHost(
  input: {
    readonly options?: JsonObject;
    readonly context?: SluiceContext;
    readonly plugins?: Readonly<Record<string, unknown>>;
  } = {},
): FakeHost {
  const { options = {}, plugins = {} } = input;
  const logger = fakeLogger();
  const provided: ProvidedExtension[] = [];
  const hooks: AddedHook[] = [];
  const listeners: { readonly type: string; readonly handler: (report: Report) => void | Promise<void> }[] = [];
  const sent: Parameters<PluginHost["send"]>[0][] = [];
  const scope = new AsyncDisposableStack();
  const plugin = (name: string): unknown => {
    if (Object.hasOwn(plugins, name)) return plugins[name];
    throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' was not given to the fake host`);
  };
  const find = (point: string, name: string): ProvidedExtension | undefined =>
    provided.find((each) => each.point.id === point && each.name === name);
  scope.defer(() => {
    for (const list of [provided, hooks, listeners]) list.length = 0;
  });

  return {
    provide(point, name, implementation, details = {}) {
      if (implementation === undefined || implementation === null)
        throw new SluiceError("PLUGIN_INVALID", `the plugin provides nothing as ${point.id} '${name}'`);
      if (find(point.id, name))
        throw new SluiceError("PLUGIN_DUPLICATE", `the plugin provides ${point.id} '${name}' twice`);
      provided.push({ point, name, implementation, details });
    },
    hook<Name extends HookName>(name: Name, handler: HookMap[Name], hookOptions: HookOptions = {}) {
      if (!Object.hasOwn(hookPurposes, name) || typeof handler !== "function")
        throw new SluiceError("PLUGIN_INVALID", `there is no hook '${name}', or it was given no function`);
      hooks.push({ name, handler, options: hookOptions });
    },
    on: (type, handler) => void listeners.push({ type, handler }),
    send: (message) => void sent.push(message),
    onDispose: (dispose) => scope.defer(async () => dispose()),
    options,
    logger,
    context: input.context ?? fakeContext({ logger, plugins }),
    plugin,
    provided,
    hooks,
    sent,
    extension<T>(point: ExtensionPoint<T>, name: string): T {
      const found = find(point.id, name);
      if (found) return found.implementation as T;
      throw new SluiceError("PLUGIN_MISSING", `the plugin provides no ${point.id} '${name}'`);
    },
    listensTo: (type) => listeners.some((each) => each.type === type || each.type === "*"),
    report: async (report) => {
      for (const { type, handler } of listeners) if (type === report.type || type === "*") await handler(report);
    },
    [Symbol.asyncDispose]: () => scope.disposeAsync(),
  };
}
