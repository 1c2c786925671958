import { describe, expect, it } from "vitest";
import { translateProcess } from "../../src/translate/index.ts";
import { link, output, step, tool, workflow } from "./sample-process.ts";

const run = tool("run", ["x", "y", "z"], ["o"]);

describe("scatter", () => {
  it("scatters, runs, gathers; what is not scattered stays shallow", () => {
    const steps = [step("s", run, [link("x", "a"), link("y", "b")], { scatter: ["x"] })];
    const graph = translateProcess(workflow(["a", "b"], steps, [output("out", "s/o")]));
    expect(graph.steps).toMatchObject({
      "/s:scatter": {
        kind: "scatter",
        method: "dotproduct",
        depth: 0,
        scatter: ["x"],
        inputs: { x: { port: "/a" } },
        outputs: { x: "/s:scatter/x" },
      },
      "/s": { kind: "execute", depth: 1, inputs: { x: { port: "/s:scatter/x" }, y: { port: "/b" } } },
      "/s:gather": {
        kind: "gather",
        depth: 0,
        scatter: "/s:scatter",
        inputs: { o: { port: "/s/o" } },
        outputs: { o: "/s:gather/o" },
      },
    });
    expect(graph.outputs).toEqual({ out: "/s:gather/o" });
  });

  it("adds a level for each list of a nested cross product", () => {
    const steps = [
      step("s", run, [link("x", "a"), link("y", "b")], { scatter: ["x", "y"], scatterMethod: "nested_crossproduct" }),
    ];
    const graph = translateProcess(workflow(["a", "b"], steps, [output("out", "s/o")]));
    expect(graph.ports).toMatchObject({
      "/s:scatter/x": { depth: 1 },
      "/s:scatter/y": { depth: 2 },
      "/s/o": { depth: 2 },
      "/s:gather/o": { depth: 0 },
    });
  });

  it("adds one level for the other methods", () => {
    for (const scatterMethod of ["dotproduct", "flat_crossproduct"] as const) {
      const steps = [step("s", run, [link("x", "a"), link("y", "b")], { scatter: ["x", "y"], scatterMethod })];
      const graph = translateProcess(workflow(["a", "b"], steps, [output("out", "s/o")]));
      expect(graph.steps["/s:scatter"]).toMatchObject({ method: scatterMethod });
      expect(graph.ports).toMatchObject({ "/s:scatter/y": { depth: 1 }, "/s/o": { depth: 1 } });
    }
  });

  it("waits for an element where all inputs are shallower", () => {
    const inner = workflow(["i", "j"], [step("t", run, [link("x", "j")]), step("u", run, [])], [output("o", "t/o")]);
    const graph = translateProcess(
      workflow(["a", "b"], [step("s", inner, [link("i", "a"), link("j", "b")], { scatter: ["i"] })], []),
    );
    expect(graph.steps["/s/t"]).toMatchObject({ depth: 1, inputs: { x: { port: "/b" } }, after: ["/s:scatter/i"] });
    expect(graph.steps["/s/u"]).toMatchObject({ depth: 1, inputs: {}, after: ["/s:scatter/i"] });
  });

  it("gathers what a workflow passes through, constants included", () => {
    const inner = workflow(
      ["i", "j", { id: "k", type: "int", default: 3 }],
      [],
      [output("oi", "i"), output("oj", "j"), output("ok", "k"), output("on", undefined)],
    );
    const graph = translateProcess(
      workflow(
        ["a", "b"],
        [step("s", inner, [link("i", "a"), link("j", "b")], { scatter: ["i"] })],
        [output("o", "s/oj")],
      ),
    );
    const inputs = graph.steps["/s:gather"]?.inputs;
    expect(inputs).toMatchObject({
      oi: { port: "/s:scatter/i" },
      oj: { port: "/s:output:oj/value" },
      ok: { port: "/s:output:ok/value" },
      on: { port: "/s:output:on/value" },
    });
    expect(graph.steps["/s:output:oj"]).toMatchObject({
      depth: 1,
      inputs: { source: { port: "/b" } },
      after: expect.arrayContaining(["/s:scatter/i"]),
    });
  });

  it("scatters a constant, and a default instead of null", () => {
    const constant = translateProcess(
      workflow([], [step("s", run, [link("x", undefined, { default: [1, 2] })], { scatter: ["x"] })], []),
    );
    expect(constant.steps["/s:scatter"]).toMatchObject({ inputs: { x: { value: [1, 2] } }, after: ["/"] });
    const linked = translateProcess(
      workflow(["a"], [step("s", run, [link("x", "a", { default: [1] })], { scatter: ["x"] })], []),
    );
    expect(linked.steps["/s:scatter"]).toMatchObject({ inputs: { x: { port: "/s:link:x/value" } } });
    expect(linked.steps["/s:link:x"]).toMatchObject({ depth: 0 });
  });

  it("evaluates valueFrom for each element", () => {
    const steps = [step("s", run, [link("x", "a", { valueFrom: "$(self + 1)" }), link("y", "b")], { scatter: ["x"] })];
    const graph = translateProcess(workflow(["a", "b"], steps, []));
    expect(graph.steps["/s:inputs"]).toMatchObject({
      depth: 1,
      inputs: { x: { port: "/s:scatter/x" }, y: { port: "/b" } },
      outputs: { x: "/s:inputs/x" },
    });
    expect(graph.steps["/s"]?.inputs).toEqual({ x: { port: "/s:inputs/x" }, y: { port: "/b" } });
  });

  it("scatters an input that the process does not have", () => {
    const graph = translateProcess(
      workflow(["a", "b"], [step("s", run, [link("n", "a"), link("x", "b")], { scatter: ["n"] })], []),
    );
    expect(graph.steps["/s"]).toMatchObject({ depth: 1, inputs: { x: { port: "/b" } }, after: ["/s:scatter/n"] });
  });

  it("refuses to scatter what is no input", () => {
    const of = (scatter: readonly string[]): unknown =>
      translateProcess(workflow(["a"], [step("s", run, [link("x", "a")], { scatter })], []));
    expect(() => of(["y"])).toThrow(expect.objectContaining({ code: "CWL_REFERENCE" }));
  });
});
