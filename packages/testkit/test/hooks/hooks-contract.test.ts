import {
  definePlugin,
  hookPurposes,
  SluiceError,
  type HookName,
  type Plugin,
  type PluginHost,
} from "@sluice/contracts";
import { expect, test } from "vitest";
import { collect, hooksContract } from "../../src/index.ts";
import { hookSamples } from "../../src/hooks/hook-samples.ts";
import { sampleRun } from "../../src/hooks/sample-run.ts";
import { describeSuite } from "../broken-fakes.ts";

interface Fake {
  readonly plugin: Plugin;
  readonly hooks: readonly HookName[];
}

/** A plugin that does nothing but what `setup` does. */
function fake(hooks: readonly HookName[], setup: (host: PluginHost) => void): Fake {
  return { hooks, plugin: definePlugin({ name: "fake", version: "1.0.0", engine: "*", setup }) };
}

const every = Object.keys(hookPurposes) as HookName[];
const observers = every.filter((name) => !/^(wrap|transform)/.test(name));

const good = fake(every, (host) => {
  const starts = new Map<string, number>();
  for (const name of observers) host.hook(name, () => {});
  host.hook("beforeNodeExecute", async ({ key, inputs, onDispose, reporter }) => {
    starts.set(key, Object.keys(await inputs()).length);
    const timer = setInterval(() => {}, 1000);
    onDispose(() => clearInterval(timer));
    reporter.report("begun", { key });
  });
  host.hook("transformJobRequest", (request, { runId }) => ({
    ...request,
    environment: { ...request.environment, RUN: runId },
  }));
  host.hook("wrapNodeExecute", async ({ metadata }, next) => {
    if (metadata.name === "/notify") return { outputs: {} };
    if (metadata.operation === "sample-sum") throw new SluiceError("JOB_START", "it may not run here");
    return next();
  });
});

const counts = new Map<string, number>();
let answers = 0;

describeSuite<Fake>({
  name: "hooks",
  contract: (test, { plugin, hooks }, wrapped) => hooksContract({ test, wrapped, plugin, hooks, limit: 300 }),
  good,
  concurrency: 1,
  broken: {
    "adds none of the hooks that it says": {
      fake: fake(["onNodeError"], () => {}),
      caughtBy: "hooks: it adds the hooks that were named, and no others",
    },
    "adds a hook that it does not say": {
      fake: fake(["onNodeError"], (host) => {
        host.hook("onNodeError", () => {});
        host.hook("wrapNodeExecute", (_event, next) => next());
      }),
      caughtBy: "hooks: it adds the hooks that were named, and no others",
    },
    "asks for managers before they are there": {
      fake: fake(["afterGraphExecute"], (host) => {
        const { database } = host.context;
        host.hook("afterGraphExecute", async () => host.logger.info(`${(await database.listRuns()).length} runs`));
      }),
      caughtBy: "hooks: it adds the hooks that were named, and no others",
    },
    "changes what it is told of a step": {
      fake: fake(["beforeNodeExecute"], (host) =>
        host.hook(
          "beforeNodeExecute",
          ({ metadata }) => void Object.assign(metadata, { name: metadata.name.slice(1) }),
        ),
      ),
      caughtBy: "hooks: a run that completes is taken",
    },
    "never returns": {
      fake: fake(["afterNodeExecute"], (host) => host.hook("afterNodeExecute", () => new Promise(() => {}))),
      caughtBy: "hooks: a run that completes is taken",
    },
    "stumbles over outputs without a file": {
      fake: fake(["afterNodeExecute"], (host) =>
        host.hook("afterNodeExecute", ({ result }) => {
          const [file] = Object.values(result) as { readonly location: string }[];
          host.logger.info(file?.location.slice(7) ?? "");
        }),
      ),
      caughtBy: "hooks: a run that completes is taken",
    },
    "changes what it is told": {
      fake: fake(["afterNodeExecute"], (host) =>
        host.hook("afterNodeExecute", ({ result }) => void Object.assign(result, { seen: true })),
      ),
      caughtBy: "hooks: a run that completes is taken",
    },
    "reports what is no plain data": {
      fake: fake(["onCacheHit"], (host) =>
        host.hook("onCacheHit", ({ reporter }) => reporter.report("hit", { at: new Date(0) } as never)),
      ),
      caughtBy: "hooks: a run that completes is taken",
    },
    "cannot tell of errors": {
      fake: fake(["onGraphError"], (host) =>
        host.hook("onGraphError", ({ error }) => {
          throw new Error(error.hint?.toUpperCase() ?? "no hint");
        }),
      ),
      caughtBy: "hooks: a run that fails is taken",
    },
    "has no room for a run that is cancelled": {
      fake: fake(["onGraphCancelled"], (host) =>
        host.hook("onGraphCancelled", async ({ reason }) => {
          if (reason !== "SIGINT") throw new Error(reason);
        }),
      ),
      caughtBy: "hooks: a run that is cancelled is taken",
    },
    "needs the beginning of a run": {
      fake: fake(["beforeNodeExecute", "afterNodeExecute"], (host) => {
        const since = new Map<string, { readonly at: number }>();
        host.hook("beforeNodeExecute", ({ key }) => void since.set(key, { at: Date.now() }));
        host.hook("afterNodeExecute", ({ key }) => {
          const { at } = since.get(key) as { readonly at: number };
          host.logger.info(`${Date.now() - at} ms`);
        });
      }),
      caughtBy: "hooks: a run that another engine began is taken",
    },
    "is good for one run only": {
      fake: fake(["beforeGraphExecute"], (host) => {
        let isOver = false;
        host.hook("beforeGraphExecute", () => {
          if (isOver) throw new Error("the file is closed");
          isOver = true;
        });
      }),
      caughtBy: "hooks: one run after the other is taken",
    },
    "knows one run at a time": {
      fake: fake(["beforeGraphExecute", "afterGraphExecute", "onGraphError", "onGraphCancelled"], (host) => {
        let current: string | undefined;
        host.hook("beforeGraphExecute", ({ runId }) => {
          if (current !== undefined) throw new Error(`${current} goes on`);
          current = runId;
        });
        for (const name of ["afterGraphExecute", "onGraphError", "onGraphCancelled"] as const)
          host.hook(name, () => void (current = undefined));
      }),
      caughtBy: "hooks: runs that go on at the same time are taken",
    },
    "cannot hear the same twice": {
      fake: fake(["afterNodeExecute"], (host) => {
        const seen = new Set<number>();
        host.hook("afterNodeExecute", ({ seq }) => {
          if (seen.has(seq)) throw new Error("the key is not unique");
          seen.add(seq);
        });
      }),
      caughtBy: "hooks: what is told twice, as after a crash, is taken",
    },
    "waits for an end that may not come": {
      fake: fake(["beforeGraphExecute", "afterGraphExecute"], (host) => {
        let timer: NodeJS.Timeout | undefined;
        host.hook("beforeGraphExecute", () => {
          timer = setInterval(() => {}, 60_000);
          timer.unref();
        });
        host.hook("afterGraphExecute", () => clearInterval(timer));
      }),
      caughtBy: "hooks: an engine that closes in the middle of a run leaves nothing behind",
    },
    "leaves a timer": {
      fake: fake(["afterNodeExecute"], (host) =>
        host.hook("afterNodeExecute", () => void setTimeout(() => {}, 60_000).unref()),
      ),
      caughtBy: "hooks: a run and the disposal after it leave nothing behind",
    },
    "fails when a firing is over": {
      fake: fake(["beforeNodeExecute"], (host) =>
        host.hook("beforeNodeExecute", ({ onDispose }) =>
          onDispose(() => {
            throw new Error("it is gone");
          }),
        ),
      ),
      caughtBy: "hooks: a run that completes is taken",
    },
    "answers with half a request": {
      fake: fake(["transformJobRequest"], (host) =>
        host.hook("transformJobRequest", ({ argv }) => ({ argv: ["nice", ...argv] }) as never),
      ),
      caughtBy: "transform: every request is answered with a request",
    },
    "answers with no request": {
      fake: fake(["transformJobRequest"], (host) => host.hook("transformJobRequest", () => undefined as never)),
      caughtBy: "transform: every request is answered with a request",
    },
    "changes the request in its place": {
      fake: fake(["transformJobRequest"], (host) =>
        host.hook("transformJobRequest", (request) => {
          (request.argv as string[]).unshift("nice");
          return request;
        }),
      ),
      caughtBy: "transform: every request is answered with a request",
    },
    "puts numbers into the environment": {
      fake: fake(["transformJobRequest"], (host) =>
        host.hook("transformJobRequest", (request, { attempt }) => ({
          ...request,
          environment: { ...request.environment, ATTEMPT: attempt as never },
        })),
      ),
      caughtBy: "transform: every request is answered with a request",
    },
    "counts how often it was asked": {
      fake: fake(["transformJobRequest"], (host) =>
        host.hook("transformJobRequest", (request, { key }) => {
          counts.set(key, (counts.get(key) ?? 0) + 1);
          return { ...request, environment: { ...request.environment, ASKED: String(counts.get(key)) } };
        }),
      ),
      caughtBy: "transform: the same request has the same answer",
    },
    "answers as its engine was started": {
      fake: fake(["transformJobRequest"], (host) => {
        const id = String(answers++);
        host.hook("transformJobRequest", (request) => ({
          ...request,
          environment: { ...request.environment, ID: id },
        }));
      }),
      caughtBy: "transform: an engine after a crash has the same answer",
    },
    "passes on twice": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", async (_event, next) => {
          await next();
          return next();
        }),
      ),
      caughtBy: "wrap: it passes on at most once, or answers",
    },
    "passes on once more when nobody waits any more": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", (_event, next) => {
          queueMicrotask(() => void next());
          return next();
        }),
      ),
      caughtBy: "wrap: it passes on at most once, or answers",
    },
    "neither passes on nor answers": {
      fake: fake(["wrapNodeExecute"], (host) => host.hook("wrapNodeExecute", async () => undefined)),
      caughtBy: "wrap: it passes on at most once, or answers",
    },
    "answers with what is no plain data": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", async () => ({ outputs: { at: new Date(0) as never } })),
      ),
      caughtBy: "wrap: it passes on at most once, or answers",
    },
    "throws what is no decision": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", async () => {
          throw new Error("it is a Tuesday");
        }),
      ),
      caughtBy: "wrap: it passes on at most once, or answers",
    },
    "changes another plugin's answer in its place": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", async (_event, next) => {
          const answer = await next();
          if (answer) Object.assign(answer.outputs, { seen: true });
          return answer;
        }),
      ),
      caughtBy: "wrap: it takes what another plugin answers",
    },
    "lets run what another plugin refuses": {
      fake: fake(["wrapNodeExecute"], (host) =>
        host.hook("wrapNodeExecute", (_event, next) => next().catch(() => undefined)),
      ),
      caughtBy: "wrap: what another plugin refuses stays refused",
    },
  },
});

test("the sample runs tell of everything that there is", () => {
  const runs = (["completed", "failed", "cancelled"] as const).flatMap((ending) =>
    sampleRun({ run: "run-1", ending, samples: hookSamples }),
  );
  expect([...new Set(runs.map(({ hook }) => hook))].toSorted()).toEqual(every.toSorted());
});

test("steps of the author are told of, too", async () => {
  const names = new Set<string>();
  const { plugin, hooks } = fake(["afterNodeExecute"], (host) =>
    host.hook("afterNodeExecute", ({ metadata }) => void names.add(metadata.name)),
  );
  const collector = collect();
  const sample = { name: "/mine", operation: "square", inputs: { n: 2 }, result: { n: 4 } };
  hooksContract({ test: collector.test, plugin, hooks, samples: [sample] });
  const outcomes = await collector.run();
  expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(names).toContain("/mine");
});
