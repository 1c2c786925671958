import {
  dataManagerPoint,
  frontendPoint,
  SluiceError,
  transferSchemePoint,
  type DataManager,
  type ExtensionPoint,
  type Frontend,
  type FrontendContext,
  type JsonObject,
  type Logger,
  type Plugin,
} from "@sluice/contracts";
import { builtinPlugin } from "./builtin/index.ts";
import { builtinManifest } from "./builtin/manifest.ts";
import { createAnswerClock, timeoutsOf, type AnswerClock, type Timeouts } from "./answers/index.ts";
import { closeAfter, closeAll } from "./closing-errors.ts";
import { createHookBus, createReportBus, type ReportBus } from "./hooks/index.ts";
import { createLateContext, type LateContext } from "./late-context.ts";
import { nullLogger } from "./null-logger.ts";
import { observeDataManager } from "./observe-managers.ts";
import {
  createHiddenTexts,
  createSecretReader,
  type HiddenTexts,
  type SecretReader,
  type SecretReference,
} from "./secrets/index.ts";
import {
  createDeprecationTeller,
  createExtensionFinder,
  setUpPlugins,
  type PluginSet,
  type PluginSource,
  type PluginState,
  type TellDeprecated,
} from "./plugins/index.ts";
import { engineVersion } from "./version.ts";

/** What an engine and its plugins are made with. */
export interface HostOptions {
  /** Besides the built-in ones, in order. */
  readonly plugins?: readonly Plugin[];
  /** Options of these plugins by the plugins' names. */
  readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
  /** Plugins of a configuration file or of packages, after `plugins`. */
  readonly sources?: readonly PluginSource[];
  /** Folder that relative paths of the configuration resolve against. Default: the working directory. */
  readonly configDir?: string;
  readonly logger?: Logger;
  /** Milliseconds that a hook may take before the run goes on without it. Default: 30,000. */
  readonly hookTimeout?: number;
  /** How long answers of plugins may take, in milliseconds. */
  readonly timeouts?: Partial<Timeouts>;
}

/** Plugins without an engine: enough to read and check documents, and to see what there is. Dispose it. */
export interface Host extends AsyncDisposable {
  readonly plugins: readonly PluginState[];
  /** @throws `PLUGIN_MISSING` */
  extension<T>(point: ExtensionPoint<T>, name: string): T;
  extensions<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
  /** @throws `PLUGIN_MISSING` */
  frontend(name: string): Frontend;
  frontends(): ReadonlyMap<string, Frontend>;
  /** What front-ends load documents with. */
  readonly frontendContext: FrontendContext;
}

/** What an engine is made of besides its managers. */
export interface HostParts {
  readonly clock: AnswerClock;
  readonly plugins: PluginSet;
  readonly reports: ReportBus;
  readonly late: LateContext;
  readonly logger: Logger;
  readonly configDir: string;
  readonly closing: AbortController;
  readonly secrets: SecretReader;
  readonly hidden: HiddenTexts;
  readonly tellDeprecated: TellDeprecated;
}

/** Sets up plugins. @throws coded errors for plugins of the program that do not work */
export async function createHost(options: HostOptions = {}): Promise<Host> {
  const parts = await openHost(options);
  const { registry } = parts.plugins;
  const stack = new AsyncDisposableStack();
  stack.use(parts.clock);
  stack.use(parts.plugins);
  stack.use(parts.secrets);
  const fetch = createFetcher(parts, stack);
  return {
    ...hostView(parts),
    frontendContext: { fetch, configDir: parts.configDir, logger: parts.logger },
    extensions: (point) => registry.all(point),
    async [Symbol.asyncDispose]() {
      parts.closing.abort(new SluiceError("RUN_CANCELLED", "the host was closed"));
      await closeAll(stack);
    },
  };
}

/** What a host and an engine show of their plugins. */
export function hostView({ plugins }: HostParts): Omit<Host, "frontendContext" | keyof AsyncDisposable> {
  const { registry } = plugins;
  return {
    plugins: plugins.states,
    extension: (point, name) => registry.get(point, name),
    extensions: (point) => registry.all(point),
    frontend: (name) => registry.get(frontendPoint, name),
    frontends: () => registry.all(frontendPoint),
  };
}

/**
 * Sets up plugins and all that is there before managers are.
 * @param secrets - by name; when absent, plugins get the references in their options as they are
 */
export async function openHost(
  options: HostOptions,
  secrets?: Readonly<Record<string, SecretReference>>,
): Promise<HostParts> {
  const hidden = createHiddenTexts();
  const logger = hidden.logger(options.logger ?? nullLogger);
  const configDir = options.configDir ?? process.cwd();
  const closing = new AbortController();
  const hooks = createHookBus({ logger, ...(options.hookTimeout !== undefined && { timeout: options.hookTimeout }) });
  const reports = createReportBus(logger);
  const clock = createAnswerClock(timeoutsOf(options), logger);
  const late: LateContext = createLateContext({
    configDir,
    logger,
    signal: closing.signal,
    plugin: (name) => plugins.plugin(name),
    extension: createExtensionFinder(() => plugins.registry),
  });
  const reader = createSecretReader({ secrets: secrets ?? {}, configDir, logger, signal: closing.signal, hidden });
  const setUp = setUpPlugins({
    sources: [
      { name: "builtin", origin: "bundled", manifest: builtinManifest, load: () => builtinPlugin },
      ...programSources(options, "program"),
      ...(options.sources ?? []),
    ],
    engineVersion,
    hooks,
    reports,
    clock,
    context: late.context,
    logger,
    ...(secrets && { readSecrets: (value, registry) => reader.resolve(value, registry) }),
  });
  const plugins: PluginSet = await setUp.catch(async (error: unknown) => {
    const stack = new AsyncDisposableStack();
    stack.use(reader);
    throw await closeAfter(error, stack);
  });
  return {
    clock,
    plugins,
    reports,
    late,
    logger,
    configDir,
    closing,
    secrets: reader,
    hidden,
    tellDeprecated: createDeprecationTeller(logger),
  };
}

/** The plugins that a program hands over. @throws `PLUGIN_MISSING` for options of a plugin that is not among them */
export function programSources(
  { plugins = [], pluginOptions = {} }: Pick<HostOptions, "plugins" | "pluginOptions">,
  origin: "program" | "run",
): PluginSource[] {
  // What a program in JavaScript hands over need not be a plugin, nor anything at all.
  const given = plugins as readonly (Plugin | null | undefined)[];
  const names = given.map((plugin, at) =>
    typeof plugin?.name === "string" && plugin.name !== "" ? plugin.name : `plugins[${at}]`,
  );
  const stray = Object.keys(pluginOptions).find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw new SluiceError("PLUGIN_MISSING", `there are options for plugin '${stray}', which is not handed over`, {
      hint: names.length === 0 ? "There are no plugins." : `Those that are: ${names.join(", ")}.`,
    });
  }
  return given.map((plugin, at) => {
    const name = names[at] ?? "";
    const options = Object.hasOwn(pluginOptions, name) ? pluginOptions[name] : undefined;
    return { name, origin, load: () => plugin ?? ({} as Plugin), ...(options && { options }) };
  });
}

/** Fetches for front-ends. The data manager, which does it, is made when the first document asks, and closed with the stack. */
function createFetcher({ plugins, late, closing }: HostParts, stack: AsyncDisposableStack): FrontendContext["fetch"] {
  const { signal } = closing;
  const open = async (): Promise<DataManager> => {
    const manager = await plugins.registry.get(dataManagerPoint, dataManagerPoint.default ?? "default").create({
      options: {},
      context: late.context,
      scheme: (name) => plugins.registry.all(transferSchemePoint).get(name),
    });
    stack.defer(async () => manager[Symbol.asyncDispose]?.());
    await manager.open?.({ signal });
    return observeDataManager(manager)(plugins.hooks);
  };
  let opened: Promise<DataManager> | undefined;
  return async (input) => {
    signal.throwIfAborted();
    return (await (opened ??= open())).fetch(input);
  };
}

export { errorPlace, nameHooks, pluginAtWork } from "./plugins/index.ts";
export type { PluginSource, PluginState };
