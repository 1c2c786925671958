import {
  formatPosition,
  isSluiceError,
  SluiceError,
  toSluiceError,
  type JsonObject,
  type JsonSchema,
  type Logger,
  type ManifestHook,
  type Plugin,
  type PluginLock,
  type SluiceErrorList,
  type SluiceContext,
} from "@sluice/contracts";
import type { AnswerClock } from "../answers/index.ts";
import type { HookBus, ReportBus } from "../hooks/index.ts";
import { checkOptions } from "./check-options.ts";
import { checkName, checkPlugin, checkSource } from "./check-plugin.ts";
import { errorPlace } from "./error-place.ts";
import { createLeakWatch, type LeakWatch } from "./leak-watch.ts";
import { orderPlugins } from "./order-plugins.ts";
import { workAs } from "./plugin-at-work.ts";
import { createPluginHost } from "./plugin-scope.ts";
import type { PluginSource, PluginState } from "./plugin-source.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { createDeprecationTeller } from "./tell-deprecated.ts";

/** The plugins of one engine, or of one run. */
export interface PluginSet extends AsyncDisposable {
  readonly registry: Registry;
  readonly hooks: HookBus;
  /** What became of each, in the order of their set-up; those that were left out come last. */
  readonly states: readonly PluginState[];
  /** What a run remembers of them; computes the checksums of their files. */
  lock(): Promise<Readonly<Record<string, PluginLock>>>;
  /** The public object of a plugin. @throws `PLUGIN_MISSING` */
  plugin(name: string): unknown;
}

/** What plugins are set up with. */
export interface PluginSetInput {
  readonly sources: readonly PluginSource[];
  readonly engineVersion: string;
  readonly hooks: HookBus;
  readonly reports: ReportBus;
  /** Waits for the answers of plugins. */
  readonly clock: AnswerClock;
  readonly context: SluiceContext;
  readonly logger: Logger;
  /** Puts secrets in the place of their references in options; they stay references when it is absent. */
  readonly readSecrets?: (options: JsonObject, registry: Registry) => Promise<JsonObject>;
  /** The plugins of the engine, for those of a run. */
  readonly parent?: PluginSet;
}

interface Loaded {
  readonly name: string;
  readonly requires: readonly string[];
  readonly plugin: Plugin;
  readonly source: PluginSource;
}

/**
 * Loads plugins, checks them, orders them by what they require and sets them up. One that is broken is reported and left out,
 * together with those that require it; one that the program itself handed over must work.
 * @throws coded errors that name the plugin, for plugins of the program and of a run
 */
export async function setUpPlugins(input: PluginSetInput): Promise<PluginSet> {
  const { parent, logger, engineVersion, readSecrets = (options) => Promise.resolve(options) } = input;
  const states: PluginState[] = [];
  const broken = new Map<PluginSource, SluiceError>();
  const there: Loaded[] = [];
  const publicObjects = new Map<string, unknown>();
  const watches = new Map<PluginSource, LeakWatch>();
  const overrides: Record<string, string> = {};
  const stack = new AsyncDisposableStack();
  const registry = createRegistry({
    ...(parent && { parent: parent.registry }),
    overrides,
    explain: (point, name) => explainMissing(broken, point, name),
  });

  const publicObject = (name: string): unknown => {
    if (publicObjects.has(name)) return publicObjects.get(name);
    if (parent) return parent.plugin(name);
    throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' is not there`);
  };

  const leaveOut = (source: PluginSource, error: SluiceError, name: string = source.name): void => {
    if (["bundled", "program", "run"].includes(source.origin)) throw error;
    broken.set(source, error);
    if (source.silent === true) return;
    const file = placeOf(error, source);
    const isList = "errors" in error;
    logger.error(`${faultText(error)}; the plugin is left out`, {
      plugin: name,
      code: error.code,
      ...(file !== undefined && { file }),
      ...(error.position && !isList && { at: formatPosition(error.position) }),
      ...(error.hint !== undefined && { hint: error.hint }),
    });
  };

  /** Does a part of the work of a plugin: not for ever, and what it opens is noted. */
  const within = async <Value>(source: PluginSource, name: string, work: () => Promise<Value>): Promise<Value> => {
    if (source.origin === "bundled") return work();
    const watch = watches.get(source) ?? createLeakWatch();
    watches.set(source, watch);
    return watch.during(() => workAs(name, work), input.hooks.guard.limit);
  };

  const setUp = async (loaded: Loaded): Promise<void> => {
    const { plugin, source } = loaded;
    const scope = new AsyncDisposableStack();
    const watch = watches.get(source);
    const dispose = async (): Promise<void> => {
      await scope.disposeAsync();
      const left = (await watch?.left()) ?? [];
      if (left.length === 0) return;
      const what = `it left something running after it was disposed: ${left.join(", ")}`;
      logger.warn(what, { plugin: plugin.name, code: "PLUGIN_LEAK" });
    };
    const added: ManifestHook[] = [];
    const schema = plugin.schema ?? inlineSchema(source);
    try {
      const options = await checkOptions({
        schema,
        options: await readSecrets(source.options ?? {}, registry),
        actor: `plugin ${plugin.name}`,
        locate: source.locate,
      });
      const host = createPluginHost({
        ...input,
        plugin,
        bundled: source.origin === "bundled",
        manifest: source.manifest,
        requires: loaded.requires,
        options,
        registry,
        publicObject,
        addedHook: (hook) => void added.push(hook),
        scope,
      });
      publicObjects.set(plugin.name, await within(source, plugin.name, async () => plugin.setup(host)));
    } catch (error) {
      await dispose();
      throw asPluginError(error, plugin.name, "setup failed");
    }
    stack.defer(dispose);
    there.push(loaded);
    const extensions = registry
      .entries()
      .filter((entry) => entry.plugin === plugin.name)
      .map(({ point, name, details }) => ({ ...details, point: point.id, apiVersion: point.apiVersion, name }));
    if (source.origin !== "bundled") tellBrokenPromises(loaded, extensions, logger);
    states.push({
      name: plugin.name,
      version: plugin.version,
      origin: source.origin,
      extensions,
      hooks: added,
      ...(source.reference !== undefined && { reference: source.reference }),
      ...(schema && { schema }),
    });
    const deprecated = plugin.deprecated ?? source.manifest?.deprecated;
    if (deprecated !== undefined) {
      logger.warn(`plugin ${plugin.name} is deprecated: ${deprecated}`, { code: "DEPRECATED" });
    }
    const { options = {} } = source;
    // Without a schema in a manifest nobody could know it before.
    const locate = inlineSchema(source) && source.locate;
    createDeprecationTeller(logger)({ actor: `plugin ${plugin.name}`, schema, options, locate });
  };

  try {
    const loaded: Loaded[] = [];
    for (const source of input.sources) {
      try {
        checkSource(source, engineVersion);
        const plugin = checkPlugin(await within(source, source.name, () => load(source)), source.name, engineVersion);
        checkName(plugin, source);
        const twin = loaded.find(({ name }) => name === plugin.name) ?? parent?.states.find(isNamed(plugin.name));
        if (twin) throw twins(plugin.name);
        for (const each of source.overrides ?? []) overrides[each] = plugin.name;
        loaded.push({ name: plugin.name, requires: requiredBy(plugin, source), plugin, source });
      } catch (error) {
        leaveOut(source, asPluginError(error, source.name, "it cannot be loaded"));
      }
    }
    const isBroken = (name: string): boolean => [...broken.keys()].some((source) => source.name === name);
    const isThere = (name: string): boolean => parent?.states.some(isNamed(name)) === true;
    const { ordered, left } = orderPlugins(loaded, isThere, isBroken);
    for (const { plugin, error } of left) leaveOut(plugin.source, error, plugin.name);
    for (const each of ordered) {
      const lost = each.requires.find((name) => !publicObjects.has(name) && !parent?.states.some(isNamed(name)));
      try {
        if (lost !== undefined) throw requiredIsBroken(each.name, lost);
        await setUp(each);
      } catch (error) {
        leaveOut(each.source, toSluiceError(error), each.name);
      }
    }
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
  for (const [source, error] of broken) {
    const { name, origin, reference } = source;
    const place = placeOf(error, source);
    states.push({
      name,
      origin,
      error,
      ...(place !== undefined && { place }),
      ...(reference !== undefined && { reference }),
    });
  }
  return {
    registry,
    hooks: input.hooks,
    states,
    lock: async () => ({
      ...(await parent?.lock()),
      ...Object.fromEntries(await Promise.all(there.map(async (each) => [each.name, await lockOf(each)] as const))),
    }),
    plugin: publicObject,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function lockOf({ plugin, source }: Loaded): Promise<PluginLock> {
  const integrity = await source.integrity?.();
  return {
    version: plugin.version,
    ...(integrity !== undefined && { integrity }),
    ...(source.origin === "bundled" && { bundled: true }),
  };
}

/** What the plugin says itself counts; its manifest stands in for it. */
function requiredBy(plugin: Plugin, { manifest }: PluginSource): readonly string[] {
  return plugin.requires ?? manifest?.requires ?? [];
}

function inlineSchema({ manifest }: PluginSource): JsonSchema | undefined {
  return typeof manifest?.schema === "object" ? manifest.schema : undefined;
}

async function load(source: PluginSource): Promise<unknown> {
  return source.load();
}

const isNamed =
  (name: string) =>
  (state: PluginState): boolean =>
    state.name === name && state.error === undefined;

function twins(name: string): SluiceError {
  return new SluiceError("PLUGIN_DUPLICATE", `two plugins are called '${name}'`, { actor: `plugin ${name}` });
}

function requiredIsBroken(name: string, required: string): SluiceError {
  return new SluiceError("PLUGIN_MISSING", `it requires plugin '${required}', which was left out`, {
    actor: `plugin ${name}`,
  });
}

function asPluginError(thrown: unknown, name: string, what: string): SluiceError {
  // A decision of the plugin's own, unless it is that it never decided anything.
  if (isSluiceError(thrown) && thrown.code !== "HOOK_TIMEOUT") return thrown;
  const { message } = toSluiceError(thrown);
  return new SluiceError("PLUGIN_FAILED", `${what}: ${message}`, { actor: `plugin ${name}`, cause: thrown });
}

/** Where in the files of a plugin an error, or what led to it, was thrown; else where the plugin is. */
function placeOf(error: SluiceError, { path }: PluginSource): string | undefined {
  if (path === undefined) return undefined;
  return (error.cause === undefined ? undefined : errorPlace(error.cause, path)) ?? errorPlace(error, path) ?? path;
}

/** What is wrong, in one line; of several faults, each with its own place. */
function faultText(error: SluiceError): string {
  if (!("errors" in error)) return error.message;
  const { errors } = error as SluiceErrorList;
  return errors
    .map(({ message, position }) => (position ? `${formatPosition(position)}: ${message}` : message))
    .join("; ");
}

/** What is named for a plugin and not provided by it would only show when somebody asks for it. */
function tellBrokenPromises(
  { plugin, source }: Loaded,
  provided: readonly { readonly point: string; readonly name: string }[],
  logger: Logger,
): void {
  const has = (id: string): boolean => provided.some(({ point, name }) => `${point}/${name}` === id);
  const promised = (source.manifest?.extensions ?? []).map(({ point, name }) => `${point}/${name}`);
  const tell = (who: string, ids: readonly string[]): void => {
    const missing = ids.filter((id) => !has(id));
    if (missing.length === 0) return;
    logger.warn(`${who} ${missing.join(", ")}, which it does not provide`, {
      plugin: plugin.name,
      code: "PLUGIN_INVALID",
      ...(source.path !== undefined && { file: source.path }),
    });
  };
  tell("its package promises", promised);
  tell("'overrides' of its entry names", source.overrides ?? []);
}

/** Who would have provided something, had it not been left out. */
function explainMissing(
  broken: ReadonlyMap<PluginSource, SluiceError>,
  point: string,
  name: string,
): string | undefined {
  const reasons = [...broken].map(([source, error]) => {
    const sure = source.manifest?.extensions?.some((each) => each.point === point && each.name === name) === true;
    return { text: `Plugin ${source.name} was left out: ${faultText(error)}.`, sure };
  });
  const sure = reasons.filter((each) => each.sure);
  const all = (sure.length > 0 ? sure : reasons).map(({ text }) => text);
  return all.length > 0 ? all.join(" ") : undefined;
}
