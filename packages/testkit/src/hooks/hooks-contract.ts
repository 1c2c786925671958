import type { HookName, JsonObject, Plugin } from "@sluice/contracts";
import { fakeContext, type FakeContextInput } from "../fakes/fake-context.ts";
import { fakeHost, type FakeHost } from "../fakes/fake-host.ts";
import { lateContext } from "../plugin/late-context.ts";
import { requiredOf } from "../plugin/required-of.ts";
import { defaultsOf } from "../plugin/schema-faults.ts";
import { frozen } from "../suite/frozen.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { runSuite } from "../suite/run-suite.ts";
import { hookSamples } from "./hook-samples.ts";
import { createHookStage, type HookStage } from "./hook-stage.ts";
import type { HookSample } from "./moment.ts";
import { runCases } from "./run-cases.ts";
import { transformCases } from "./transform-cases.ts";
import { wrapCases } from "./wrap-cases.ts";

/** What the suite for hooks is given. */
export interface HooksContractOptions extends SuiteOptions {
  readonly plugin: Plugin;
  /** The hooks that it adds: those of its manifest. At least one. */
  readonly hooks: readonly HookName[];
  /** Options to set it up with, besides the defaults of its schema. */
  readonly options?: JsonObject;
  /** Public objects of the plugins that it requires, by name. */
  readonly plugins?: Readonly<Record<string, unknown>>;
  /** What the plugin needs of its context, such as a `configDir` to write to. */
  readonly context?: FakeContextInput;
  /** Steps that it is told of besides those of the suite, such as one that it answers itself. Default: none. */
  readonly samples?: readonly HookSample[];
  /** Milliseconds that a hook may take. Default: 30,000, as in an engine. */
  readonly limit?: number;
}

/** What the tests of hooks work with. */
export interface HooksHarness {
  readonly named: readonly HookName[];
  readonly samples: readonly HookSample[];
  /** Sets the plugin up on a host of its own, which is disposed after the test at the latest. */
  readonly open: () => Promise<{ readonly host: FakeHost; readonly stage: HookStage }>;
}

/**
 * Registers the tests that the hooks of every plugin must pass: they take whatever happens to runs, in time and without changing
 * what they are told; what they answer has its form; and they leave nothing behind.
 *
 * @example
 * ```ts
 * hooksContract({ test, plugin, hooks: ["afterNodeExecute", "afterGraphExecute"] });
 * ```
 */
export function hooksContract(options: HooksContractOptions): void {
  const { hooks, limit = 30_000 } = options;
  runSuite<HooksHarness>({
    options,
    groups: {
      hooks: runCases,
      ...(hooks.includes("transformJobRequest") && { transform: transformCases }),
      ...(hooks.includes("wrapNodeExecute") && { wrap: wrapCases }),
    },
    open: (wrap, stack) => {
      const plugin = wrap(options.plugin);
      const own = { ...(defaultsOf(plugin.schema) as JsonObject), ...options.options };
      const plugins = requiredOf(plugin, options.plugins);
      const open = async () => {
        const late = lateContext(fakeContext({ plugins, ...options.context }));
        const host = stack.use(fakeHost({ options: frozen(structuredClone(own)), plugins, context: late.context }));
        await plugin.setup(host);
        late.open();
        return { host, stage: createHookStage(host, limit) };
      };
      return { named: hooks, samples: [...hookSamples, ...(options.samples ?? [])], open };
    },
  });
}
