import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  connectorPoint,
  definePlugin,
  type Connector,
  type HookName,
  type Plugin,
  type RunOptions,
  type RunResult,
} from "@sluice/contracts";
import { createEngine, type Engine } from "@sluice/core";
import { describe, expect, test } from "vitest";
import { nonsense, thrown } from "./behaviours.ts";
import { createNotes } from "./notes.ts";
import { sampleSteps, steps, until } from "./sample-steps.ts";
import { triedHooks, type HookScenario } from "./tried-hooks.ts";

const deployments = [{ name: "far", type: "weary", config: {}, external: false, lazy: true }];
const bindings = [{ step: "/", targets: [{ deployment: "far", locations: 1 }], filters: [] }];

/** The connector of this machine; where `fails` says so, a method of it fails. */
const weary = (fails: "deploy" | "undeploy" | undefined): Plugin =>
  definePlugin({
    name: "weary",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      host.provide(connectorPoint, "weary", {
        async create(input) {
          const { implementation } = await host.context.extension({ point: connectorPoint, name: "local" });
          const inner = await implementation.create({ ...input, options: {} });
          return new Proxy(inner, {
            get: (target, name) => (name === fails ? refuse : Reflect.get(target, name)),
          }) satisfies Connector;
        },
      });
    },
  });
const refuse = (): Promise<never> => Promise.reject(new Error("too tired"));

interface Outcome {
  readonly results: readonly RunResult["status"][];
  readonly said: readonly string[];
  readonly asked: number;
}

/** Does what makes a hook heard, with a handler that does something else than to return. */
async function hear(name: HookName, scenario: HookScenario, handler: () => unknown): Promise<Outcome> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "sluice-hooks-")));
  const { said, logger } = createNotes();
  const results: RunResult["status"][] = [];
  let asked = 0;
  writeFileSync(join(home, "input"), "text\n");
  const faulty = definePlugin({
    name: "faulty",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      host.hook(name, (() => {
        asked += 1;
        return handler();
      }) as never);
    },
  });
  const run = async (
    engine: Engine,
    step: string,
    options: Partial<RunOptions> = {},
    file = "input",
  ): Promise<void> => {
    const inputs = { x: { class: "File", location: pathToFileURL(join(home, file)).href } };
    const made = await engine.createRun({
      graph: steps(step),
      inputs,
      options: { outdir: join(home, "out"), ...options },
    });
    const executing = made.execute();
    if (step === "slow") {
      await until(join(home, "running"));
      await made.cancel({ reason: "enough", force: true });
    }
    results.push((await executing).status);
  };
  const open = async (work: (engine: Engine) => Promise<void>, fails?: "deploy" | "undeploy"): Promise<void> => {
    const plugins = [faulty, weary(fails), sampleSteps(home)];
    const engine = await createEngine({ home, logger, hookTimeout: 100, plugins, deployments, bindings });
    await work(engine);
    // The environment may rightly refuse.
    await Promise.resolve(engine[Symbol.asyncDispose]()).catch(() => undefined);
  };
  const fails = name === "onDeployError" ? "deploy" : name === "onUndeployError" ? "undeploy" : undefined;
  await open(async (engine) => {
    if (scenario === "failure") {
      await run(engine, "flaky", { attempts: 2 });
      await run(engine, "copy", {}, "nowhere");
    } else if (scenario === "cancellation") await run(engine, "slow");
    else if (scenario === "cache") {
      const cache = { folder: join(home, "cache") };
      await run(engine, "copy", { cache });
      await run(engine, "copy", { cache });
    } else await run(engine, "copy");
  }, fails);
  rmSync(home, { recursive: true });
  return { results, said, asked };
}

const ends = (name: HookName, scenario: HookScenario): readonly string[] => {
  if (scenario === "failure") return ["completed", "failed"];
  if (scenario === "cancellation") return ["cancelled"];
  if (scenario === "cache") return ["completed", "completed"];
  return [name === "onDeployError" ? "failed" : "completed"];
};

describe.concurrent("a hook changes nothing of a run, and is told of with its plugin, although it", () => {
  const hooks = Object.entries(triedHooks) as [HookName, HookScenario][];
  const never = (): unknown => new Promise(() => undefined);
  const cases = hooks.flatMap(([name, scenario], index) => {
    const [what, handler] = Object.entries(thrown)[index % Object.keys(thrown).length] ?? [];
    return [
      ["never answers", name, scenario, never] as const,
      ...(what !== undefined && handler ? [[what, name, scenario, handler as () => unknown] as const] : []),
    ];
  });
  test.each(cases)("%s: %s", async (what, name, scenario, handler) => {
    const { results, said, asked } = await hear(name, scenario, handler);
    expect(asked).toBeGreaterThan(0);
    expect(results).toEqual(ends(name, scenario));
    const named = said.filter((text) => text.includes("faulty") && text.includes(`hook ${name}`));
    expect(named).not.toEqual([]);
    if (what === "never answers") expect(named.join("\n")).toContain("HOOK_TIMEOUT");
    expect(said.filter((text) => /INTERNAL|defect/.test(text))).toEqual([]);
  });

  const answers = hooks.map(([name, scenario], index) => {
    const [what, value] = Object.entries(nonsense)[index % Object.keys(nonsense).length] ?? [];
    return [what, name, scenario, () => value] as const;
  });
  test.each(answers)("answers with %s: %s", async (_what, name, scenario, handler) => {
    const { results, said } = await hear(name, scenario, handler);
    expect(results).toEqual(ends(name, scenario));
    expect(said.filter((text) => /INTERNAL|defect/.test(text))).toEqual([]);
  });
});
