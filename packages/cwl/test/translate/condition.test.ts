import { describe, expect, it } from "vitest";
import { translateProcess } from "../../src/translate/index.ts";
import { link, output, step, tool, workflow } from "./sample-process.ts";

const run = tool("run", ["x", "y"], ["o"]);
const when = "$(inputs.go)";

describe("when", () => {
  it("gates the inputs that the process reads; a skipped tool's outputs are null", () => {
    const steps = [step("s", run, [link("x", "a"), link("y", undefined, { default: 2 }), link("go", "b")], { when })];
    const graph = translateProcess(workflow(["a", "b"], steps, [output("out", "s/o")]));
    expect(graph.steps["/s:when"]).toMatchObject({
      kind: "conditional",
      inputs: { x: { port: "/a" }, y: { value: 2 }, go: { port: "/b" } },
      outputs: { x: "/s:when/x" },
      otherwise: ["/s/o"],
      operation: { name: "cwl.when", params: { when, scope: { javascript: false } } },
    });
    expect(graph.steps["/s"]).toMatchObject({
      inputs: { x: { port: "/s:when/x" }, y: { value: 2 } },
      outputs: { o: "/s/o" },
    });
    expect(graph.outputs).toEqual({ out: "/s/o" });
  });

  it("lets any input open the gate where the process reads none, and a null where there is none", () => {
    const spare = translateProcess(workflow(["b"], [step("s", run, [link("go", "b")], { when })], []));
    expect(spare.steps["/s:when"]).toMatchObject({ outputs: { go: "/s:when/go" } });
    expect(spare.steps["/s"]).toMatchObject({ inputs: {}, after: ["/s:when/go"] });
    const none = translateProcess(workflow([], [step("s", run, [], { when: "$(false)" })], []));
    expect(none.steps["/s:when"]).toMatchObject({
      inputs: { "/": { value: null } },
      after: ["/"],
      outputs: { "/": "/s:when/gate" },
    });
    expect(none.steps["/s"]).toMatchObject({ inputs: {}, after: ["/s:when/gate"] });
  });

  it("sees values after valueFrom, for each element", () => {
    const steps = [
      step("s", run, [link("x", "a", { valueFrom: "$(self)" }), link("go", "b")], { when, scatter: ["x"] }),
    ];
    const graph = translateProcess(workflow(["a", "b"], steps, [output("out", "s/o")]));
    expect(graph.steps["/s:when"]).toMatchObject({
      depth: 1,
      inputs: { x: { port: "/s:inputs/x" }, go: { port: "/b" } },
      otherwise: ["/s/o"],
    });
    expect(graph.steps["/s:gather"]).toMatchObject({ inputs: { o: { port: "/s/o" } } });
  });

  it("joins the outputs of a sub-workflow with a port for the skip", () => {
    const inner = workflow(
      ["i"],
      [step("t", run, [link("x", "i")])],
      [output("o", "t/o"), output("same", "i"), output("none", undefined)],
    );
    const graph = translateProcess(
      workflow(["a", "b"], [step("s", inner, [link("i", "a"), link("go", "b")], { when })], [output("out", "s/same")]),
    );
    expect(graph.steps["/s:when"]).toMatchObject({ outputs: { i: "/s:when/i" }, otherwise: ["/s:when/skipped"] });
    expect(graph.steps["/s:output:same"]).toMatchObject({
      kind: "combine",
      method: "first",
      inputs: { done: { port: "/s:when/i" }, skipped: { port: "/s:when/skipped" } },
    });
    expect(graph.steps["/s:output:none"]).toMatchObject({
      kind: "transform",
      inputs: { source: { value: null } },
      after: ["/s:when/i"],
    });
    expect(graph.outputs).toEqual({ out: "/s:output:same/value" });
  });
});
