import type { Command } from "@sluice/contracts";
import { afterAll } from "vitest";
import { commandContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const good: Command = {
  summary: "Greets somebody",
  arguments: ["NAME…"],
  options: [{ name: "loud-voice", short: "l", help: "In capitals." }],
  run: async (input) => {
    const { arguments: names, options } = input;
    if (names.length === 0) {
      input.err("Whom?\n");
      return 2;
    }
    const text = `Hello, ${names.join(" and ")}!\n`;
    input.out(options["loud-voice"] === true ? text.toUpperCase() : text);
    return 0;
  },
};
afterAll(() => void (process.exitCode = undefined));
const command = (change: Partial<Command>): Command => ({ ...good, ...change });

describeSuite<Command>({
  name: "command",
  contract: (test, fake, wrapped) =>
    commandContract({
      test,
      wrapped,
      timeout: 8000,
      factory: () => fake,
      samples: [
        { arguments: ["you"], out: "Hello, you!\n" },
        { arguments: ["you", "me"], options: { "loud-voice": true }, out: /YOU AND ME/ },
        { status: 2 },
      ],
    }),
  good,
  broken: {
    "ends its summary with a full stop": {
      fake: command({ summary: "Greets somebody." }),
      caughtBy: "help: the summary is one line without a full stop",
    },
    "takes many in the middle": {
      fake: command({ arguments: ["NAME…", "PLACE"] }),
      caughtBy: "help: arguments have names, and only the last stands for many",
    },
    "has an option in camel case": {
      fake: command({ options: [{ name: "loudVoice", help: "In capitals." }] }),
      caughtBy: "help: options have names of their own, in kebab case, and a help",
    },
    "has two options with one letter": {
      fake: command({ options: ["loud", "long"].map((name) => ({ name, short: "l", help: "It." })) }),
      caughtBy: "help: options have names of their own, in kebab case, and a help",
    },
    "answers with nothing": {
      fake: command({ run: async () => undefined as unknown as number }),
      caughtBy: "run: it answers with an exit status",
    },
    "always succeeds": {
      fake: command({ run: (input) => good.run(input).then(() => 0) }),
      caughtBy: "run: it answers with an exit status",
    },
    "takes its arguments away": {
      fake: command({
        run: (input) => {
          (input.arguments as string[]).sort();
          return good.run(input);
        },
      }),
      caughtBy: "run: it answers with an exit status",
    },
    "sets the exit status of the process": {
      fake: command({
        run: (input) => {
          process.exitCode = process.exitCode === 3 ? 4 : 3;
          return good.run(input);
        },
      }),
      caughtBy: "run: it leaves the process as it was, and nothing running",
    },
    "leaves a timer": {
      fake: command({
        run: (input) => {
          setInterval(() => {}, 100_000).unref();
          return good.run(input);
        },
      }),
      caughtBy: "run: it leaves the process as it was, and nothing running",
    },
    "never ends": {
      fake: command({ run: () => new Promise(() => {}) }),
      caughtBy: "run: it answers with an exit status",
    },
    "does not end its lines": {
      fake: command({ run: (input) => good.run({ ...input, out: (text) => input.out(text.trim()) }) }),
      caughtBy: "run: it prints what it should",
    },
    "throws what has no code when it is told to stop": {
      fake: command({
        run: async (input) => {
          if (input.signal.aborted) throw new TypeError("undefined is not a function");
          return good.run(input);
        },
      }),
      caughtBy: "run: it ends when it is told to stop",
    },
  },
});
