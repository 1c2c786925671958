import assert from "node:assert/strict";
import { isSluiceError, type Command, type CommandInput, type CommandOption } from "@sluice/contracts";
import { fakeContext, type FakeContextInput } from "../fakes/fake-context.ts";
import { temporaryFolder } from "../fakes/temporary-folder.ts";
import { leftBehind } from "../plugin/left-behind.ts";
import { settles } from "../suite/eventually.ts";
import { frozen } from "../suite/frozen.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** A way that a command is used. */
export interface CommandSample {
  readonly options?: CommandInput["options"];
  readonly arguments?: readonly string[];
  /** Exit status. Default: 0. */
  readonly status?: number;
  /** What standard output must have, if that is to be compared. */
  readonly out?: string | RegExp;
}

/** What the suite for commands is given. */
export interface CommandContractOptions extends SuiteOptions {
  readonly factory: () => (Command & Partial<AsyncDisposable>) | Promise<Command & Partial<AsyncDisposable>>;
  /** Ways that it is used, at least one. */
  readonly samples: readonly CommandSample[];
  /** What the command needs of its context. */
  readonly context?: FakeContextInput;
}

/**
 * Registers the tests that every {@link Command} must pass: its help can be written, and it answers with an exit status.
 *
 * @example
 * ```ts
 * commandContract({ test, factory: () => greetCommand, samples: [{ arguments: ["World"], out: /Hello, World/ }] });
 * ```
 */
export function commandContract(options: CommandContractOptions): void {
  const { samples } = options;
  runSuite<Harness>({
    options,
    groups: { help: helpCases, run: runCases },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      const command = wrap(adopt(stack, await options.factory()));
      const run: Harness["run"] = async (sample, signal = new AbortController().signal) => {
        let [out, err] = ["", ""];
        const status: unknown = await settles(
          "the command",
          command.run({
            options: frozen(structuredClone(sample.options ?? {})),
            arguments: frozen([...(sample.arguments ?? [])]),
            cwd: folder.path,
            context: fakeContext({ configDir: folder.path, ...options.context }),
            out: (text) => void (out += text),
            err: (text) => void (err += text),
            signal,
          }),
        );
        return { status, out, err };
      };
      return { command, samples, run };
    },
  });
}

interface Harness {
  readonly command: Command;
  readonly samples: readonly CommandSample[];
  readonly run: (
    sample: CommandSample,
    signal?: AbortSignal,
  ) => Promise<{ readonly status: unknown; readonly out: string; readonly err: string }>;
}

const helpCases: Cases<Harness> = {
  "the summary is one line without a full stop": ({ command }) => {
    assert.match(command.summary, /^\S.*[^.\s]$/);
  },

  "arguments have names, and only the last stands for many": ({ command }) => {
    const names = command.arguments ?? [];
    for (const [index, name] of names.entries()) {
      assert.match(name, /^[A-Z][A-Z0-9_-]*…?$/, `'${name}' is no name of an argument`);
      assert.ok(!name.endsWith("…") || index === names.length - 1, `'${name}' is not the last`);
    }
  },

  "options have names of their own, in kebab case, and a help": ({ command }) => {
    const all: readonly CommandOption[] = command.options ?? [];
    for (const { name, short, value, help } of all) {
      assert.match(name, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, `'${name}' is not kebab case`);
      if (short !== undefined) assert.match(short, /^[A-Za-z]$/, `'${short}' is not one letter`);
      if (value !== undefined) assert.match(value, /^\S+$/, `'${value}' is no name of a value`);
      assert.ok(help !== "", `'${name}' has no help`);
    }
    for (const list of [all.map(({ name }) => name), all.flatMap(({ short }) => short ?? [])])
      assert.equal(new Set(list).size, list.length, `names are not unique: ${list.join(", ")}`);
  },
};

const runCases: Cases<Harness> = {
  "it answers with an exit status": async ({ samples, run }) => {
    assert.ok(samples.length > 0, "the suite needs a sample");
    for (const sample of samples) {
      const { status, err } = await run(sample);
      assert.ok(
        Number.isInteger(status) && Number(status) >= 0 && Number(status) <= 255,
        `the status is ${String(status)}`,
      );
      assert.equal(status, sample.status ?? 0, `standard error: ${err}`);
    }
  },

  "it prints what it should": async ({ samples, run }) => {
    for (const sample of samples) {
      const { out } = await run(sample);
      if (typeof sample.out === "string") assert.equal(out, sample.out);
      else if (sample.out) assert.match(out, sample.out);
      assert.ok(out === "" || out.endsWith("\n"), "the last line has no end");
    }
  },

  "twice is the same": async ({ samples: [sample], run }) => {
    assert.ok(sample);
    assert.equal((await run(sample)).status, (await run(sample)).status);
  },

  "it leaves the process as it was, and nothing running": async ({ samples, run }) => {
    for (const sample of samples) {
      const left = await leftBehind(async () => void (await run(sample)));
      assert.deepEqual(left, []);
    }
  },

  "it ends when it is told to stop": async ({ samples, run }) => {
    for (const sample of samples) {
      try {
        await run(sample, AbortSignal.abort(new Error("stop")));
      } catch (error) {
        assert.ok(isSluiceError(error) || (error as Error).message === "stop", `it throws ${String(error)}`);
      }
    }
  },
};
