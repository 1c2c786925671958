import { describe, expect, test } from "vitest";
import { createAnswerClock, timeoutsOf, type Answer, type Answers } from "../../src/answers/index.ts";
import { pointAnswers } from "../../src/answers/points.ts";
import { ownImplementation } from "../../src/plugins/own-implementation.ts";
import { keepingLogger, type Logged } from "../hooks/sample-plugins.ts";

type Method = (...question: unknown[]) => unknown;
type Methods = Record<PropertyKey, Method>;

/** A method of something that a plugin hands over, with the methods that lead there. */
interface Place {
  readonly point: string;
  readonly path: readonly PropertyKey[];
  readonly answer: Answer;
}

const limits = { answer: 60, setup: 60, transfer: 60, operation: 60 };
const { signal } = new AbortController();
const nameOf = (name: PropertyKey): string => (typeof name === "symbol" ? `[${name.description}]` : String(name));
const titleOf = ({ point, path }: Place): string => `${point} ${path.map(nameOf).join(".")}`;

function placesIn(point: string, answers: Answers, above: readonly PropertyKey[]): Place[] {
  return Reflect.ownKeys(answers).flatMap((name) => {
    const answer = answers[name] as Answer;
    const path = [...above, name];
    return [{ point, path, answer }, ...(answer.makes ? placesIn(point, answer.makes(), path) : [])];
  });
}

const places = Object.entries(pointAnswers).flatMap(([point, { own }]) => placesIn(point, own, []));

/** What is right: needed to get to what it makes. */
const target = { deployment: "far", locations: 1 };
const location = { name: "node", deployment: "far", local: true };
const workflow = { name: "w", inputs: [], outputs: [], warnings: [], documents: [] };
const extras: Readonly<Record<string, object>> = {
  "scheduler create.allocate": { target, location, hardware: { cores: 1 } },
  "scheduler create.adopt": { target, location, hardware: { cores: 1 } },
  "database create.createRun.acquireLease": { signal },
  "database create.openRun.acquireLease": { signal },
  "frontend load": workflow,
  "executor submit": { id: "1", result: Promise.resolve(1) },
};

/** Everything that the first question of a method could be asked about. */
const question = {
  signal,
  paths: ["/a"],
  patterns: ["*"],
  handles: [{ id: "job", data: {} }],
  jobs: [{ id: "job", directory: "/job", location: "node" }],
  job: { id: "job" },
  graceMs: 0,
  candidates: [{ target, locations: [location] }],
  places: [{ target, location, free: undefined }],
  request: { label: "/step" },
  targets: [target],
  events: [{ type: "hooks_told", data: {} }],
  expectedSeq: 0,
  directories: { job: "/job", output: "/job/out", temporary: "/job/tmp", staging: "/job/in" },
};

/** Something with all of these methods, each of which makes what it must; at the end of the path it answers with what is given. */
function made(
  point: string,
  answers: Answers,
  above: readonly PropertyKey[],
  path: readonly PropertyKey[],
  last: Method,
): Methods {
  const whole: Methods = {};
  for (const name of Reflect.ownKeys(answers)) {
    const here = [...above, name];
    const isLast = here.length === path.length && here.every((each, at) => each === path[at]);
    const makes = answers[name]?.makes;
    const extra = extras[`${point} ${here.map(nameOf).join(".")}`];
    whole[name] = isLast ? last : () => makes && Object.assign(made(point, makes(), here, path, last), extra);
  }
  return whole;
}

/** Asks it, as the engine would. */
async function ask({ point, path }: Place, last: Method, logged: Logged[] = []): Promise<unknown> {
  const logger = keepingLogger(logged);
  const own = (pointAnswers[point] as { readonly own: Answers }).own;
  const border = { clock: createAnswerClock(timeoutsOf({ timeouts: limits }), logger), logger };
  const caller = { point, name: "odd", plugin: "faulty", bundled: false };
  let subject = ownImplementation(made(point, own, [], path, last), caller, border) as Methods;
  for (const name of path.slice(0, -1)) subject = (await (subject[name] as Method)(question)) as Methods;
  const answer = await (subject[path.at(-1) as PropertyKey] as Method)(question);
  const stream = (answer as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator];
  return stream ? stream.call(answer as AsyncIterable<unknown>).next() : answer;
}

const never: Method = () => new Promise(() => undefined);
const silentStream: Method = () => ({ [Symbol.asyncIterator]: () => ({ next: never }) });

describe("an answer that never comes", () => {
  const waited = places.filter(({ answer }) => answer.limit !== "none");
  test.each(waited.map((place) => [titleOf(place), place] as const))("%s", async (_title, place) => {
    const answer = place.answer.stream === true ? silentStream : never;
    await expect(ask(place, answer)).rejects.toMatchObject({
      code: "PLUGIN_TIMEOUT",
      actor: "plugin faulty",
      message: `${place.point} odd did not answer '${nameOf(place.path.at(-1) as PropertyKey)}' within 0.06 s`,
    });
  });

  const instant = places.filter(
    ({ answer }) => answer.instant === true && (answer.check ?? answer.makes ?? answer.fits),
  );
  test.each(instant.map((place) => [titleOf(place), place] as const))(
    "%s has to be there at once",
    async (_title, place) => {
      await expect(ask(place, never)).rejects.toMatchObject({ code: "PLUGIN_INVALID", actor: "plugin faulty" });
    },
  );

  test("of a command is waited for: it takes as long as it takes", () => {
    const unlimited = places.filter(({ answer }) => answer.limit === "none" && answer.instant !== true);
    expect(unlimited.map(titleOf)).toEqual(["command run"]);
  });
});

/** What is thrown need not be an error. */
const odd = null as unknown as Error;
const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;
const thrower = {
  get id(): never {
    throw new TypeError("a getter");
  },
};
const nonsense: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  "a number": -1.5,
  NaN: Number.NaN,
  "a BigInt": 1n,
  "a text": "odd",
  "an empty list": [],
  "a list of nonsense": [{ id: 1n, name: Number.NaN, state: "sleeping", deployment: "" }],
  "a cycle": cycle,
  "a throwing getter": thrower,
  "a function": () => 1,
};

/** What passes, since it is a proper answer: by method, wherever it is. */
const proper: Readonly<Record<string, readonly string[]>> = {
  locations: ["an empty list"],
  filter: ["an empty list"],
  choose: ["undefined"],
  list: ["an empty list"],
  listRuns: ["an empty list"],
  references: ["an empty list"],
  targets: ["an empty list"],
  processes: ["an empty list"],
  leaseHolder: ["undefined"],
  lookup: ["undefined"],
  find: ["undefined"],
  cacheKey: ["undefined", "null", "a number", "a text", "an empty list"],
  getBlob: ["a text"],
  jobTemplate: ["a text"],
  // What a secret is nobody knows.
  "secret-store create.read": ["a text"],
};

describe("an answer that is none", () => {
  const looked = places.filter(({ answer }) => answer.check ?? answer.makes ?? answer.fits);
  const cases = looked.flatMap((place) =>
    Object.entries(nonsense).map(([what, value]) => [titleOf(place), what, place, value] as const),
  );
  test.each(cases)("%s: %s", async (title, what, place, value) => {
    const name = nameOf(place.path.at(-1) as PropertyKey);
    const answer = place.answer.stream === true ? streamOf(value) : () => value;
    const accepted = [...(proper[title] ?? []), ...(proper[name] ?? [])].includes(what);
    const asked = ask(place, answer).then(
      () => "accepted",
      (error: unknown) => error,
    );
    if (accepted) expect(await asked).toBe("accepted");
    else {
      const error = (await asked) as { readonly code?: string; readonly actor?: string; readonly message: string };
      expect(error.code).toMatch(/^PLUGIN_(INVALID|FAILED)$/);
      expect(error.actor).toContain("plugin faulty");
    }
  });

  const throwing = places.filter(({ answer }) => answer.stream !== true);
  test.each(throwing.map((place) => [titleOf(place), place] as const))(
    "%s: what was thrown is no error",
    async (_title, place) => {
      const thrown = { code: "PLUGIN_FAILED", actor: `${place.point} odd of plugin faulty` };
      await expect(
        ask(place, () => {
          // oxlint-disable-next-line typescript/only-throw-error
          throw "odd";
        }),
      ).rejects.toMatchObject(thrown);
      if (place.answer.limit === "none") return;
      await expect(ask(place, async () => Promise.reject(odd))).rejects.toMatchObject(thrown);
    },
  );
});

function streamOf(value: unknown): Method {
  return async function* () {
    yield value;
  };
}
