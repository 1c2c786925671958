import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarios, Trial } from "./scenarios.ts";
import { triedMethods } from "./tried-methods.ts";

/** Methods whose answers decide what an engine does next. */
const deciding = [
  "connector create.locations",
  "connector create.submit",
  "connector create.poll",
  "connector create.reattach",
  "connector create.files.stat",
  "scheduler create.allocate",
  "policy create.choose",
  "binding-filter create.filter",
  "failure-manager create.decide",
  "operation evaluate",
  "operation requirements",
  "operation moveTo",
  "operation prepare",
  "operation collect",
  "data-manager create.publish",
  "cache-store create.lookup",
  "database create.listRuns",
  "database create.openRun.read",
  "secret-store create.read",
];

/** The same with one member, somewhere, in whose place something else stands; now and then that is all of it. */
function changed(value: unknown, value2: unknown, turn: number): unknown {
  if (turn % 4 === 0 || typeof value !== "object" || value === null) return value2;
  const rest = Math.floor(turn / 4);
  if (Array.isArray(value)) {
    const at = rest % (value.length + 1);
    return value.toSpliced(at, 1, changed(value[at], value2, Math.floor(rest / (value.length + 1))));
  }
  const names = Object.keys(value);
  const name = names[rest % names.length] ?? "more";
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  const copy: object = Object.create(Object.getPrototypeOf(value) as object, Object.getOwnPropertyDescriptors(value));
  return Object.defineProperty(copy, name, {
    value: changed(inner, value2, Math.floor(rest / Math.max(names.length, 1))),
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

test.concurrent.each(deciding)(
  "any JSON value as an answer of %s ends in a result or a named error",
  async (title) => {
    const [point = "", path = ""] = title.split(" ");
    const scenario = triedMethods[title]?.scenario ?? "run";
    const answers = fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat());
    await fc.assert(
      fc.asyncProperty(answers, async ([json, turn]) => {
        using trial = new Trial(point, path, async (usual) => changed(await usual(), json, turn));
        const isInstant = path === "create.choose";
        using instant = new Trial(point, path, (usual) => changed(usual(), json, turn));
        const tried = isInstant ? instant : trial;
        await scenarios[scenario](tried);
        const { errors, warnings, results } = tried;
        expect([...errors, ...warnings].filter((text) => /INTERNAL|defect/.test(text))).toEqual([]);
        expect(errors.length > 0 || results.every(({ status }) => status !== "failed")).toBe(true);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  },
  120_000,
);
