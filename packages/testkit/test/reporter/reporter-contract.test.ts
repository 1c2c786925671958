import type { RunReporterFactory } from "@sluice/contracts";
import { reporterContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const good: RunReporterFactory = {
  create: ({ out, name }) => ({
    event: ({ type }) => out(`${name}: ${type}\n`),
    end: ({ status }) => out(`${name}: ${status}\n`),
  }),
};
const lines: string[] = [];
let current = "";
const waits = (): void => Promise.resolve() as unknown as undefined;

describeSuite<RunReporterFactory>({
  name: "reporter",
  contract: (test, factory, wrapped) => reporterContract({ test, wrapped, timeout: 8000, factory: () => factory }),
  good,
  concurrency: 1,
  broken: {
    "stumbles over what it does not know": {
      fake: {
        create: () => ({
          event: ({ type }) => {
            if (!/^(run|job|step|cancel)_(created|started|sch|sub|com|fail|can|req)/.test(type)) throw new Error(type);
          },
        }),
      },
      caughtBy: "events: events that nobody knows yet are passed over",
    },
    "needs the first event": {
      fake: {
        create: () => {
          let begun: boolean | undefined;
          return {
            event: ({ type }) => {
              if (type === "run_created") begun = true;
              if (begun !== true) throw new Error("there is no run");
            },
          };
        },
      },
      caughtBy: "events: a run that is taken up in the middle is taken",
    },
    "makes the run wait": {
      fake: { create: () => ({ event: waits }) },
      caughtBy: "events: every event is taken, and the end",
    },
    "changes events": {
      fake: { create: () => ({ event: (event) => void Object.assign(event.data, { seen: true }) }) },
      caughtBy: "events: every event is taken, and the end",
    },
    "keeps one list for all runs": {
      fake: {
        create: ({ out }) => ({
          event: ({ type }) => {
            lines.push(type);
            out(lines.join("\n"));
          },
        }),
      },
      caughtBy: "events: several runs do not mix",
    },
    "shows the name of another run": {
      fake: {
        create: ({ out, run }) => {
          current = run;
          return { event: ({ type }) => out(`${current}: ${type}\n`) };
        },
      },
      caughtBy: "events: several runs do not mix",
    },
    "leaves a timer": {
      fake: {
        create: ({ out, name }) => {
          setInterval(() => out(`${name} goes on\n`), 100_000).unref();
          return { event: () => {} };
        },
      },
      caughtBy: "events: a run leaves nothing behind, with its end or without",
    },
    "never ends": {
      fake: { create: () => ({ event: () => {}, end: () => new Promise(() => {}) }) },
      caughtBy: "events: every event is taken, and the end",
    },
    "cannot be disposed twice": {
      fake: {
        create: () => {
          let open = true;
          return {
            event: () => {},
            [Symbol.asyncDispose]: async () => {
              if (!open) throw new Error("it is closed");
              open = false;
            },
          };
        },
      },
      caughtBy: "events: a run without an end can be left, and disposed twice",
    },
  },
});
