import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answersLate, nonsense, poisoned, thrown } from "./behaviours.ts";
import { contractHooks, contractMethods } from "./contract-methods.ts";
import type { Answering } from "./odd-plugin.ts";
import { scenarios, Trial } from "./scenarios.ts";
import { triedHooks } from "./tried-hooks.ts";
import { triedMethods, type Tried } from "./tried-methods.ts";

test("there is a line for each method of each extension point, and for each hook", () => {
  expect(Object.keys(triedMethods).toSorted()).toEqual(contractMethods().toSorted());
  expect(Object.keys(triedHooks).toSorted()).toEqual(contractHooks().toSorted());
});

interface Case extends Tried {
  readonly title: string;
  readonly point: string;
  readonly path: string;
  readonly scenario: NonNullable<Tried["scenario"]>;
  readonly index: number;
}

const cases = Object.entries(triedMethods).flatMap(([title, tried], index): Case[] => {
  const [point = "", path = ""] = title.split(" ");
  return tried.scenario === undefined ? [] : [{ ...tried, title, point, path, scenario: tried.scenario, index }];
});

/** One of many, another one for the next method: all of them are tried somewhere. */
function oneOf<Value>(all: Readonly<Record<string, Value>>, index: number): readonly [string, Value] {
  const entries = Object.entries(all);
  return entries[index % entries.length] as [string, Value];
}

async function tried(each: Case, answer: Answering): Promise<Trial> {
  const trial = new Trial(each.point, each.path, answer);
  await scenarios[each.scenario](trial);
  expect(trial.asked).toBeGreaterThan(0);
  expect([...trial.errors, ...trial.warnings].filter((text) => /INTERNAL|defect|\n {4}at /.test(text))).toEqual([]);
  return trial;
}

/** What asked failed, or was warned of, with the name of the plugin. */
function expectNamed({ ends }: Tried, { errors, warnings, results }: Trial): void {
  const named = [...errors, ...warnings].filter((text) => text.includes("faulty"));
  expect(named).not.toEqual([]);
  if (ends === "warns") expect(results.map(({ status }) => status)).toEqual(["completed"]);
  else expect(results.filter(({ status }) => status === "completed")).toEqual([]);
}

// What is imported when it is first used is there from now on.
beforeAll(async () => {
  using trial = new Trial("policy", "create", (usual) => usual());
  await scenarios["a run with a cache"](trial);
});

const lost: unknown[] = [];
const onLost = (reason: unknown): void => void lost.push(reason);
beforeAll(() => void process.on("unhandledRejection", onLost));
afterAll(() => {
  process.off("unhandledRejection", onLost);
  expect(lost).toHaveLength(0);
});

/** Those whose answers are looked at. */
const demanding = cases.filter(({ answers }) => answers !== "nothing");

describe.concurrent("a method that never answers, until it is too late", () => {
  test.each(cases.map((each) => [each.title, each] as const))("%s", async (_title, each) => {
    const { answer, settle } = answersLate();
    using trial = await tried(each, answer);
    if (each.instant !== true) expectNamed(each, trial);
    const method = each.path.replace(/.*?(\w+|\[[^\]]+\])$/, "$1");
    if (each.instant !== true)
      expect([...trial.errors, ...trial.warnings].join("\n")).toMatch(
        new RegExp(
          `did not answer '${RegExp.escape(method)}' within|it must be there at once|it must be an async iterable`,
        ),
      );
    if (each.ends === "warns") return settle();
    const { before, after, ends } = await trial.afterwards(settle);
    expect(after).toEqual(before);
    expect(ends).toEqual(Object.keys(before).map(() => "completed"));
  });
});

describe.concurrent("a method that throws", () => {
  test.each(cases.map((each) => [each.title, each] as const))("%s", async (_title, each) => {
    const [, answer] = oneOf(thrown, each.index);
    using trial = await tried(each, answer);
    if (each.instant !== true || answer === thrown["throws"]) expectNamed(each, trial);
    else expect(trial.asked).toBeGreaterThan(0);
  });
});

describe.concurrent("a method that answers with nothing", () => {
  test.each(demanding.map((each) => [each.title, each] as const))("%s", async (_title, each) => {
    using trial = await tried(each, () => undefined);
    expectNamed(each, trial);
  });
});

describe.concurrent("a method that answers nonsense", () => {
  const titled = demanding.map((each) => {
    const [kind, value] = oneOf(nonsense, each.index);
    return [each.title, kind, each, value] as const;
  });
  test.each(titled)("%s: %s", async (_title, _kind, each, value) => {
    using trial = await tried(each, () => value);
    const isSaid = [...trial.errors, ...trial.warnings].length > 0;
    const isDone = trial.results.every(({ status }) => status === "completed");
    expect(isSaid || isDone).toBe(true);
  });
});

describe.concurrent("a method that answers properly, with what no JSON can carry deep inside", () => {
  const titled = demanding.map((each) => [each.title, ...oneOf(poisoned, each.index), each] as const);
  test.each(titled)("%s: %s", async (_title, _kind, answer, each) => {
    using trial = await tried(each, answer);
    expect(trial.results.every(({ status }) => status !== "failed") || trial.errors.length > 0).toBe(true);
  });
});
