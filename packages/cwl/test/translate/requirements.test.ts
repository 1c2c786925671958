import { describe, expect, it } from "vitest";
import type { Requirement } from "../../src/model/index.ts";
import { translateProcess } from "../../src/translate/index.ts";
import { link, step, tool, workflow } from "./sample-process.ts";

const env = (value: string): Requirement => ({
  class: "EnvVarRequirement",
  envDef: [{ envName: "A", envValue: value }],
});

function paramsOf(at: {
  workflow?: Requirement[];
  step?: Requirement[];
  tool?: Requirement[];
  toolHints?: Requirement[];
  stepHints?: Requirement[];
}): unknown {
  const run = tool("run", ["x"], [], { requirements: at.tool ?? [], hints: at.toolHints ?? [] });
  const steps = [step("s", run, [link("x", "a")], { requirements: at.step ?? [], hints: at.stepHints ?? [] })];
  const made = translateProcess(workflow(["a"], steps, [], { requirements: at.workflow ?? [] })).steps["/s"];
  return made?.kind === "execute" ? made.operation.params : undefined;
}

describe("requirements", () => {
  it("takes the innermost of a class", () => {
    expect(paramsOf({ workflow: [env("w")] })).toMatchObject({ requirements: [env("w")] });
    expect(paramsOf({ workflow: [env("w")], step: [env("s")] })).toMatchObject({ requirements: [env("s")] });
    expect(paramsOf({ workflow: [env("w")], step: [env("s")], tool: [env("t")] })).toMatchObject({
      requirements: [env("t")],
    });
  });

  it("lets any requirement beat any hint", () => {
    expect(paramsOf({ workflow: [env("w")], toolHints: [env("t")] })).toMatchObject({
      requirements: [env("w")],
      hints: [],
    });
    expect(paramsOf({ stepHints: [env("s")], toolHints: [env("t")] })).toMatchObject({
      requirements: [],
      hints: [env("t")],
    });
  });

  it("leaves out what only concerns workflows", () => {
    expect(paramsOf({ workflow: [{ class: "ScatterFeatureRequirement" }, env("w")] })).toMatchObject({
      requirements: [env("w")],
    });
  });
});

describe("hardware", () => {
  const hardwareOf = (amounts: object, rest: object = {}): unknown => {
    const requirement = { class: "ResourceRequirement", ...amounts } as Requirement;
    const made = translateProcess(tool("run", [], [], { requirements: [requirement], ...rest })).steps["/run"];
    return made?.kind === "execute" ? made.hardware : undefined;
  };

  it("takes the minimum, else the maximum, else the default of the version", () => {
    expect(hardwareOf({ coresMin: 2, coresMax: 4, ramMax: 512 })).toEqual({
      cores: 2,
      memory: 512,
      tmpdirSize: 1024,
      outdirSize: 1024,
    });
    expect(hardwareOf({ tmpdirMin: 1, outdirMax: 2 })).toEqual({ cores: 1, memory: 256, tmpdirSize: 1, outdirSize: 2 });
    expect(hardwareOf({}, { cwlVersion: "v1.0" })).toMatchObject({ memory: 1024 });
  });

  it("leaves expressions to the operation", () => {
    expect(hardwareOf({ coresMin: "$(inputs.n)" })).toBeUndefined();
  });
});
