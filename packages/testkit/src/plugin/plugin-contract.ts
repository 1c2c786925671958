import type { JsonObject, Plugin, PluginManifest } from "@sluice/contracts";
import { fakeContext } from "../fakes/fake-context.ts";
import { fakeHost, type FakeHost } from "../fakes/fake-host.ts";
import { frozen } from "../suite/frozen.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { runSuite } from "../suite/run-suite.ts";
import { extensionCases } from "./extension-cases.ts";
import { lateContext } from "./late-context.ts";
import { lifeCases } from "./life-cases.ts";
import { manifestCases } from "./manifest-cases.ts";
import { readSchema } from "./read-schema.ts";
import { requiredOf } from "./required-of.ts";
import { defaultsOf } from "./schema-faults.ts";

/** What the suite for plugins is given. */
export interface PluginContractOptions extends SuiteOptions {
  readonly plugin: Plugin;
  /** The key `sluice` of its `package.json`. Leave it out for a plugin that is part of a program. */
  readonly manifest?: PluginManifest;
  /** Folder of its package: then the files that the manifest names are looked at, too. */
  readonly folder?: string;
  /** Options to set it up with, besides the defaults of its schema. */
  readonly options?: JsonObject;
  /** Public objects of the plugins that it requires, by name. */
  readonly plugins?: Readonly<Record<string, unknown>>;
}

/** What the tests of plugins work with. */
export interface PluginHarness extends Omit<PluginContractOptions, "test" | "wrapped"> {
  /** Sets the plugin up on a host of its own, which is disposed after the test at the latest. */
  readonly setUp: () => Promise<FakeHost>;
}

/**
 * Registers the tests that every plugin must pass: it says who it is, it can be set up more than once and leaves
 * nothing behind, it provides what its manifest says, and its options are described by schemas that refuse others.
 *
 * @example
 * ```ts
 * const manifest = createRequire(import.meta.url)("../package.json").sluice;
 *
 * pluginContract({ test, plugin, manifest });
 * ```
 */
export function pluginContract(options: PluginContractOptions): void {
  const { manifest } = options;
  runSuite<PluginHarness>({
    options,
    groups: {
      life: lifeCases,
      extensions: extensionCases,
      ...(manifest && { manifest: manifestCases(manifest) }),
    },
    open: (wrap, stack) => {
      const plugin = wrap(options.plugin);
      const said = manifest?.schema;
      const schema = plugin.schema ?? (typeof said === "string" ? readSchema(said, options.folder) : said);
      const own = { ...(defaultsOf(schema) as JsonObject), ...options.options };
      const plugins = requiredOf(plugin, options.plugins);
      const setUp = async (): Promise<FakeHost> => {
        const { context, open } = lateContext(fakeContext({ plugins }));
        const host = stack.use(fakeHost({ options: frozen(structuredClone(own)), plugins, context }));
        await plugin.setup(host);
        open();
        return host;
      };
      return { ...options, plugin, setUp };
    },
  });
}
