import { SluiceError, type ExtensionPoint, type JsonObject, type Logger, type SluiceContext } from "@sluice/contracts";
import { fakeLogger } from "./fake-logger.ts";
import { fakeManagers } from "./fake-managers.ts";

/** What differs from the usual in a context. */
export interface FakeContextInput extends Partial<Omit<SluiceContext, "plugin" | "extension" | "logger">> {
  readonly logger?: Logger;
  /** Public objects of plugins, by name. */
  readonly plugins?: Readonly<Record<string, unknown>>;
  /** What plugins provide: implementations by the id of their extension point, then by name. */
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Makes a context whose managers keep everything in memory: the scheduler has room for everything, failures are final,
 * no deployments and no checkpoints are known, and files are those of this machine.
 *
 * @example
 * ```ts
 * const context = fakeContext({ configDir: folder.path });
 * const filter = await factory.create({ name: "small", options: {}, context });
 * ```
 */
export function fakeContext(input: FakeContextInput = {}): SluiceContext {
  const { plugins = {}, extensions = {}, ...given } = input;
  return {
    ...fakeManagers(),
    configDir: process.cwd(),
    logger: fakeLogger(),
    signal: new AbortController().signal,
    ...given,
    plugin: (name) => {
      if (Object.hasOwn(plugins, name)) return plugins[name];
      throw new SluiceError("PLUGIN_MISSING", `plugin '${name}' was not given to the fake context`);
    },
    extension: async <T>(wanted: {
      readonly point: ExtensionPoint<T>;
      readonly name: string;
      readonly options?: JsonObject;
    }) => {
      const { point, name, options = {} } = wanted;
      const found = extensions[point.id]?.[name];
      if (found !== undefined) return { implementation: found as T, options };
      throw new SluiceError("PLUGIN_MISSING", `${point.id} '${name}' was not given to the fake context`);
    },
  };
}
