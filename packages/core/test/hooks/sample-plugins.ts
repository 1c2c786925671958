import {
  definePlugin,
  hookPurposes,
  operationPoint,
  SluiceError,
  type HookName,
  type JobOperation,
  type JsonObject,
  type LogFields,
  type Logger,
  type Plugin,
  type PluginHost,
  type Step,
  type ValueOperation,
  type WorkflowGraph,
} from "@sluice/contracts";
import { createGraphBuilder } from "../../src/graph/index.ts";

/** A plugin that does nothing but what is given. */
export const plugin = (name: string, more: Partial<Plugin> | Plugin["setup"] = {}): Plugin =>
  definePlugin({
    name,
    version: "1.0.0",
    engine: "*",
    setup: () => undefined,
    ...(typeof more === "function" ? { setup: more } : more),
  });

/** Computes in the process of the engine. */
export const value = (evaluate: (inputs: JsonObject, attempt: number) => unknown): ValueOperation => ({
  kind: "value",
  version: 1,
  evaluate: async ({ inputs, attempt }) => (await evaluate(inputs, attempt)) as JsonObject,
});

/** Runs a shell script; its output is what it printed. */
export const script = (text: string, more: Partial<JobOperation> = {}): JobOperation => ({
  kind: "job",
  version: 1,
  prepare: async ({ directories, inputs }) => ({
    argv: ["/bin/sh", "-c", text, "sh", JSON.stringify(inputs["x"] ?? null)],
    environment: { PATH: process.env["PATH"] ?? "" },
    directory: directories.output,
    staging: [],
  }),
  collect: async ({ exit }) => {
    if (exit.code > 100) throw new SluiceError("JOB_KILLED", `the script ended with ${exit.code}`);
    return { y: exit.code };
  },
  ...more,
});

/** Provides operations. */
export const operations = (all: Readonly<Record<string, ValueOperation | JobOperation>>): Plugin =>
  plugin("operations", (host) => {
    for (const [name, each] of Object.entries(all)) host.provide(operationPoint, name, each);
  });

/** Steps one after the other, each with the output of the one before: `transform`, or `execute` for names that begin with `job`. */
export function chain(...names: readonly string[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "chain", frontend: "test" });
  let last = builder.addInput("x");
  for (const name of names) {
    const y = builder.addPort(`/${name}/y`, 0);
    const step = { depth: 0, inputs: { x: { port: last } }, outputs: { y } };
    const operation = { name, version: 1, params: null };
    const whole: Step = name.startsWith("job")
      ? { ...step, kind: "execute", operation, hardware: { cores: 0.1 } }
      : { ...step, kind: "transform", operation };
    builder.addStep(`/${name}`, whole);
    last = y;
  }
  builder.setOutput("y", last);
  return builder.build();
}

/** What a hook was called with. */
export interface Call {
  readonly name: HookName;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Hears all observing hooks. */
export function listener(calls: Call[], names = Object.keys(hookPurposes) as HookName[]): (host: PluginHost) => void {
  return (host) => {
    for (const name of names) {
      if (name.startsWith("wrap") || name.startsWith("transform")) continue;
      host.hook(name, ((event: Call["event"]) => void calls.push({ name, event })) as never);
    }
  };
}

/** Names of calls with what of the event matters most. */
export const told = (calls: readonly Call[]): string[] =>
  calls.map(({ name, event }) => {
    const key = event["key"] ?? event["subject"] ?? (event["deployment"] as JsonObject | undefined)?.["name"] ?? "";
    return [name, key, event["state"]].filter((part) => part !== undefined && part !== "").join(" ");
  });

/** What was logged. */
export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps warnings and errors. */
export function keepingLogger(logged: Logged[], own: LogFields = {}): Logger {
  const note =
    (level: string) =>
    (message: string, fields: LogFields = {}): void =>
      void logged.push({ level, message, fields: { ...own, ...fields } });
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: note("warn"),
    error: note("error"),
    child: (fields) => keepingLogger(logged, { ...own, ...fields }),
  };
}
