import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSluiceError, type StagingEntry } from "@sluice/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createInputAccess } from "../../src/engine/input-access.ts";
import { createPlan } from "../../src/engine/machine/plan.ts";
import { createGraphBuilder } from "../../src/graph/index.ts";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-access-")));
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "data/file"), "");
  writeFileSync(join(folder, "data/other"), "");
  symlinkSync("data/file", join(folder, "link"));
  symlinkSync("data", join(folder, "also"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** `first` → `second`, side by side with `apart`; a scatter of `each` → `then`, gathered before `last`. */
function plan() {
  const builder = createGraphBuilder({ name: "w", frontend: "test" });
  const operation = { name: "o", version: 1, params: null };
  const input = builder.addInput("in");
  const job = (name: string, depth: number, from: string, updates = true): string => {
    const out = builder.addPort(`${name}/out`, depth);
    const common = { kind: "execute" as const, depth, operation, outputs: { out }, inputs: { in: { port: from } } };
    builder.addStep(`/${name}`, { ...common, ...(updates && { updates: true }) });
    return out;
  };
  const first = job("first", 0, input);
  job("second", 0, first);
  job("apart", 0, input, false);
  const element = builder.addPort("element", 1);
  builder.addStep("/scatter", {
    kind: "scatter",
    depth: 0,
    method: "dotproduct",
    scatter: ["in"],
    inputs: { in: { port: input } },
    outputs: { in: element },
  });
  const then = job("then", 1, job("each", 1, element));
  const all = builder.addPort("all", 0);
  const gather = { kind: "gather" as const, depth: 0, scatter: "/scatter", inputs: { out: { port: then } } };
  builder.addStep("/gather", { ...gather, outputs: { out: all } });
  job("last", 0, all);
  return createPlan(builder.build());
}

type Job = readonly [step: string, use: "changes" | "reads", path: string, tag?: string];

const entryOf = (use: string, path: string): StagingEntry => {
  const source = join(folder, path);
  return { type: "input", source, target: "/job/x", writable: false, ...(use === "changes" && { inPlace: true }) };
};

function outcome(jobs: readonly Job[], { ends = true } = {}): string {
  const access = createInputAccess(plan(), []);
  try {
    for (const [step, use, path, tag = "0"] of jobs) {
      access.begin({ step, tag, attempt: 1 }, [entryOf(use, path)]);
      if (ends) access.end({ step, tag, attempt: 1 });
    }
    return "fine";
  } catch (error) {
    return isSluiceError(error) ? `${error.code}: ${error.message.replaceAll(folder, "")}` : String(error);
  }
}

describe("jobs that use one file", () => {
  test.each<[string, readonly Job[]]>([
    [
      "one after the other",
      [
        ["/first", "changes", "data/file"],
        ["/second", "changes", "data/file"],
      ],
    ],
    [
      "all read",
      [
        ["/first", "reads", "data/file"],
        ["/apart", "reads", "data/file"],
      ],
    ],
    [
      "different ones",
      [
        ["/first", "changes", "data/file"],
        ["/apart", "reads", "data/other"],
      ],
    ],
    [
      "an element after itself",
      [
        ["/each", "changes", "data/file", "0.1"],
        ["/then", "changes", "data/file", "0.1"],
      ],
    ],
    [
      "after all elements",
      [
        ["/each", "changes", "data/file", "0.1"],
        ["/last", "changes", "data/file"],
      ],
    ],
    [
      "a second attempt",
      [
        ["/first", "changes", "data/file"],
        ["/first", "changes", "data/file"],
      ],
    ],
  ])("may: %s", (_what, jobs) => {
    expect(outcome(jobs)).toBe("fine");
  });

  test.each<[string, readonly Job[]]>([
    [
      "both change",
      [
        ["/first", "changes", "data/file"],
        ["/apart", "changes", "data/file"],
      ],
    ],
    [
      "one reads",
      [
        ["/first", "changes", "data/file"],
        ["/apart", "reads", "data/file"],
      ],
    ],
    [
      "one read",
      [
        ["/apart", "reads", "data/file"],
        ["/first", "changes", "data/file"],
      ],
    ],
    [
      "through a link",
      [
        ["/first", "changes", "link"],
        ["/apart", "reads", "data/file"],
      ],
    ],
    [
      "in a directory",
      [
        ["/first", "changes", "also"],
        ["/apart", "reads", "data/file"],
      ],
    ],
    [
      "a directory around",
      [
        ["/first", "changes", "link"],
        ["/apart", "reads", "data"],
      ],
    ],
    [
      "two elements",
      [
        ["/each", "changes", "data/file", "0.0"],
        ["/each", "changes", "data/file", "0.1"],
      ],
    ],
    [
      "of two elements",
      [
        ["/each", "changes", "data/file", "0.0"],
        ["/then", "reads", "data/file", "0.1"],
      ],
    ],
  ])("may not: %s", (_what, jobs) => {
    expect(outcome(jobs)).toMatch(/^INPUT_SHARED: it (changes in place|reads) .* and neither waits for the other$/);
  });

  test("may not while the first still runs, whatever waits for what", () => {
    const jobs: readonly Job[] = [
      ["/first", "changes", "data/file"],
      ["/second", "changes", "data/file"],
    ];
    expect(outcome(jobs, { ends: false })).toMatch(/^INPUT_SHARED/);
  });

  test("are known to later engines", () => {
    const key = { step: "/first", tag: "0", attempt: 1 };
    const opened = createInputAccess(plan(), []).begin(key, [entryOf("changes", "data/file")]);
    const later = createInputAccess(plan(), [{ ...key, ...(opened ?? { paths: [] }) }]);
    expect(() => later.begin({ ...key, step: "/apart" }, [entryOf("reads", "link")])).toThrow(
      /\/first changes in place/,
    );
    expect(() => later.begin({ ...key, step: "/second" }, [entryOf("reads", "link")])).not.toThrow();
  });
});
