import assert from "node:assert/strict";
import { awkward } from "./argument-cases.ts";
import { assertExit, path, type ConnectorCases, type ConnectorHarness } from "./connector-harness.ts";

export const environmentCases = (added: readonly string[]): ConnectorCases => {
  const seen = async (
    { job, run, storage }: ConnectorHarness,
    environment: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> => {
    const made = await job(["env", "-0"], { environment });
    assertExit(await run(made), 0);
    const text = (await storage.read(made.stdout)) ?? assert.fail("the job has no standard output");
    const pairs = text
      .split("\0")
      .slice(0, -1)
      .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const)
      .filter(([name]) => !added.includes(name) || name in environment);
    return Object.fromEntries(pairs);
  };

  return {
    "a job has the variables that it is given, and no others": async (harness) => {
      const environment = { PATH: path, ONE: "1", two: "2", _THREE: "", HOME: "/home of nobody" };
      assert.deepEqual(await seen(harness, environment), environment);
    },

    "nothing of the engine's own environment is there": async (harness) => {
      const variables = Object.keys(await seen(harness, { PATH: path }));
      assert.deepEqual(variables, ["PATH"]);
    },

    "values arrive as they are": async (harness) => {
      const entries = awkward.map((value, index) => [`VALUE_${index}`, value]);
      const environment = { PATH: path, ...(Object.fromEntries(entries) as Record<string, string>) };
      assert.deepEqual(await seen(harness, environment), environment);
    },

    "names that no shell can export arrive, too": async (harness) => {
      const environment = { PATH: path, "a-b": "1", "with.dots": "2", IFS: "x", é: "ü", UID: "7" };
      assert.deepEqual(await seen(harness, environment), environment);
    },

    "the variables of a job are not those of the next": async (harness) => {
      await seen(harness, { PATH: path, SECRET: "first" });
      assert.deepEqual(await seen(harness, { PATH: path, OTHER: "second" }), { PATH: path, OTHER: "second" });
    },
  };
};
