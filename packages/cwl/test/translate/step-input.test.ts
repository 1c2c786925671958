import type { WorkflowGraph } from "@sluice/contracts";
import { describe, expect, it } from "vitest";
import type { WorkflowStepInput } from "../../src/model/index.ts";
import { translateProcess } from "../../src/translate/index.ts";
import { link, output, step, tool, workflow } from "./sample-process.ts";

const run = tool("run", ["x"], ["o"]);
const flow = (input: WorkflowStepInput, rest: readonly WorkflowStepInput[] = []): WorkflowGraph =>
  translateProcess(workflow(["a", "b"], [step("s", run, [input, ...rest])], [output("out", "s/o")]));
const pathsOf = (graph: WorkflowGraph): string[] => Object.keys(graph.steps);

describe("links of a step input", () => {
  it("needs no step for a plain link, also of a list of one", () => {
    expect(flow(link("x", "a")).steps["/s"]?.inputs).toEqual({ x: { port: "/a" } });
    expect(flow(link("x", ["a"])).steps["/s"]?.inputs).toEqual({ x: { port: "/a" } });
  });

  it("needs no step for a default without a source, nor for text", () => {
    expect(flow(link("x", undefined, { default: 5 })).steps["/s"]).toMatchObject({
      inputs: { x: { value: 5 } },
      after: ["/"],
    });
    const text = flow(link("x", "a", { valueFrom: "text" }));
    expect(text.steps["/s"]).toMatchObject({ inputs: { x: { value: "text" } }, after: ["/a"] });
    expect(pathsOf(text)).toEqual(["/s"]);
  });

  it("leaves out what has no value", () => {
    expect(flow(link("x", undefined)).steps["/s"]?.inputs).toEqual({});
  });

  it("makes a list of several sources, and of one with merge_nested", () => {
    const several = flow(link("x", ["a", "b", "a"]));
    expect(several.steps["/s:link:x"]).toMatchObject({
      kind: "combine",
      method: "list",
      order: ["a", "b", "a#2"],
      inputs: { a: { port: "/a" }, b: { port: "/b" }, "a#2": { port: "/a" } },
    });
    expect(flow(link("x", "a", { linkMerge: "merge_nested" })).steps["/s:link:x"]).toMatchObject({
      kind: "combine",
      order: ["a"],
    });
  });

  it("asks cwl.link for everything else", () => {
    const params = (input: WorkflowStepInput): unknown => {
      const made = flow(input).steps["/s:link:x"];
      return made?.kind === "transform" && made.operation.name === "cwl.link" ? made.operation.params : undefined;
    };
    expect(params(link("x", ["a", "b"], { linkMerge: "merge_flattened" }))).toEqual({
      sources: ["a", "b"],
      sourceIsList: true,
      linkMerge: "merge_flattened",
      hasDefault: false,
    });
    expect(params(link("x", "a", { pickValue: "all_non_null" }))).toEqual({
      sources: ["a"],
      sourceIsList: false,
      pickValue: "all_non_null",
      hasDefault: false,
    });
    expect(params(link("x", ["a", "b"], { pickValue: "first_non_null", default: 1 }))).toEqual({
      sources: ["a", "b"],
      sourceIsList: true,
      linkMerge: "merge_nested",
      pickValue: "first_non_null",
      default: 1,
      hasDefault: true,
    });
    expect(params(link("x", "a", { default: null }))).toEqual({
      sources: ["a"],
      sourceIsList: false,
      default: null,
      hasDefault: true,
    });
  });
});

describe("expressions of a step input", () => {
  it("evaluates all of them in one step; the others pass by it", () => {
    const graph = flow(link("x", "a", { valueFrom: "$(inputs.y)" }), [link("y", "b")]);
    expect(graph.steps["/s:inputs"]).toMatchObject({
      kind: "transform",
      inputs: { x: { port: "/a" }, y: { port: "/b" } },
      outputs: { x: "/s:inputs/x" },
      operation: {
        name: "cwl.step-inputs",
        params: {
          inputs: [{ id: "x", valueFrom: "$(inputs.y)" }],
          scope: { javascript: false, expressionLib: [], cwlVersion: "v1.2" },
        },
      },
    });
    expect(graph.steps["/s"]?.inputs).toEqual({ x: { port: "/s:inputs/x" } });
  });

  it("evaluates nothing that nobody reads", () => {
    const graph = flow(link("x", "a"), [link("y", "b", { valueFrom: "$(self)" })]);
    expect(pathsOf(graph)).toEqual(["/s"]);
    expect(graph.steps["/s"]).toMatchObject({ after: ["/b"] });
  });

  it("stores an expression library once", () => {
    const javascript = { class: "InlineJavascriptRequirement", expressionLib: ["var a;"] } as const;
    const steps = [
      step("s", run, [link("x", "a", { valueFrom: "$(self)" })]),
      step("t", run, [link("x", "a", { valueFrom: "$(self)" })]),
    ];
    const graph = translateProcess(workflow(["a"], steps, [], { requirements: [javascript] }));
    expect(graph.definitions["expressionLib"]).toEqual(["var a;"]);
    expect(graph.steps["/t:inputs"]).toMatchObject({
      operation: { params: { scope: { javascript: true, expressionLib: { $definition: "expressionLib" } } } },
    });
    expect(graph.steps["/t"]).toMatchObject({
      operation: {
        params: {
          requirements: [{ class: "InlineJavascriptRequirement", expressionLib: { $definition: "expressionLib" } }],
        },
      },
    });
  });
});
