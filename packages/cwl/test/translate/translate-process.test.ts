import { startPort, type Step, type WorkflowGraph } from "@sluice/contracts";
import { describe, expect, it } from "vitest";
import { translateProcess } from "../../src/translate/index.ts";
import { expressionTool, link, output, step, tool, workflow } from "./sample-process.ts";

const one = tool("one", ["x"], ["o"]);
const kindsOf = (graph: WorkflowGraph): Record<string, Step["kind"]> =>
  Object.fromEntries(Object.entries(graph.steps).map(([path, { kind }]) => [path, kind]));

describe("tools", () => {
  it("makes one step of a tool", () => {
    const graph = translateProcess(tool("echo", ["x", "y"], ["o"]));
    expect(graph).toMatchObject({
      name: "echo",
      frontend: "cwl",
      inputs: { x: "/x", y: "/y" },
      outputs: { o: "/echo/o" },
      steps: {
        "/echo": {
          kind: "execute",
          depth: 0,
          inputs: { x: { port: "/x" }, y: { port: "/y" } },
          outputs: { o: "/echo/o" },
          operation: {
            name: "cwl.command-line-tool",
            version: 1,
            params: { process: { $definition: "echo.cwl" }, requirements: [], hints: [] },
          },
          hardware: { cores: 1, memory: 256, tmpdirSize: 1024, outdirSize: 1024 },
        },
      },
    });
    expect(Object.keys(graph.steps)).toHaveLength(1);
    expect(graph.definitions["echo.cwl"]).toMatchObject({ class: "CommandLineTool" });
  });

  it("starts a tool without inputs at the start", () => {
    expect(translateProcess(tool("date", [], ["o"])).steps["/date"]).toMatchObject({ inputs: {}, after: [startPort] });
  });

  it("computes an ExpressionTool in the engine", () => {
    const graph = translateProcess(expressionTool("sum", ["x"], ["o"]));
    expect(graph.steps["/sum"]).toMatchObject({ kind: "transform", operation: { name: "cwl.expression-tool" } });
    expect(graph.steps["/sum"]).not.toHaveProperty("hardware");
  });
});

describe("workflows", () => {
  it("makes two steps of two tools, and nothing else", () => {
    const two = [step("a", one, [link("x", "in")]), step("b", one, [link("x", "a/o")])];
    const graph = translateProcess(workflow(["in"], two, [output("out", "b/o")]));
    expect(kindsOf(graph)).toEqual({ "/a": "execute", "/b": "execute" });
    expect(graph.steps["/b"]?.inputs).toEqual({ x: { port: "/a/o" } });
    expect(graph.outputs).toEqual({ out: "/b/o" });
    expect(Object.keys(graph.definitions)).toEqual(["one.cwl"]);
  });

  it("takes steps in any order of the document", () => {
    const steps = [step("b", one, [link("x", "a/o")]), step("a", one, [link("x", "in")])];
    expect(Object.keys(translateProcess(workflow(["in"], steps, [])).steps)).toEqual(["/a", "/b"]);
  });

  it("refuses steps that wait for each other, and links that lead nowhere", () => {
    const circle = [step("a", one, [link("x", "b/o")]), step("b", one, [link("x", "a/o")])];
    expect(() => translateProcess(workflow([], circle, []))).toThrow("wait for each other: a, b");
    expect(() => translateProcess(workflow([], [], [output("o", "nobody")]))).toThrow(
      "nobody is no input or step output",
    );
  });

  it("gives null for an output without a source, and passes inputs through", () => {
    const graph = translateProcess(workflow(["in"], [], [output("none", undefined), output("same", "in")]));
    expect(graph.outputs).toEqual({ none: startPort, same: "/in" });
    expect(graph.steps).toEqual({});
  });

  it("puts the steps of a sub-workflow into the graph", () => {
    const inner = workflow(["i"], [step("t", one, [link("x", "i")])], [output("o", "t/o")]);
    const outer = workflow(
      ["in"],
      [step("sub", inner, [link("i", "in")]), step("z", one, [link("x", "sub/o")])],
      [output("out", "z/o")],
    );
    const graph = translateProcess(outer);
    expect(kindsOf(graph)).toEqual({ "/sub/t": "execute", "/z": "execute" });
    expect(graph.steps["/sub/t"]?.inputs).toEqual({ x: { port: "/in" } });
    expect(graph.steps["/z"]?.inputs).toEqual({ x: { port: "/sub/t/o" } });
  });

  it("applies defaults of a sub-workflow's inputs: as constants, or instead of null", () => {
    const inner = workflow(
      [{ id: "i", type: "int", default: 7 }],
      [step("t", one, [link("x", "i")])],
      [output("o", "t/o"), output("i", "i")],
    );
    const absent = translateProcess(workflow([], [step("sub", inner, [])], [output("i", "sub/i")]));
    expect(absent.steps["/sub/t"]).toMatchObject({ inputs: { x: { value: 7 } }, after: [startPort] });
    expect(absent.steps["/:output:i"]).toMatchObject({
      kind: "transform",
      operation: { name: "cwl.link" },
      inputs: { source: { value: 7 } },
    });
    const linked = translateProcess(workflow(["in"], [step("sub", inner, [link("i", "in")])], []));
    expect(linked.steps["/sub:default:i"]).toMatchObject({ operation: { params: { default: 7, hasDefault: true } } });
  });

  it("loads contents that an input of a sub-workflow asks for", () => {
    const inner = workflow([{ id: "f", type: "File", loadContents: true }], [step("t", one, [link("x", "f")])], []);
    const graph = translateProcess(workflow(["in"], [step("sub", inner, [link("f", "in")])], []));
    expect(graph.steps["/sub:load:f"]).toMatchObject({
      kind: "transform",
      operation: { name: "cwl.step-inputs", params: { inputs: [{ id: "f", loadContents: true }] } },
      inputs: { f: { port: "/in" } },
    });
    expect(graph.steps["/sub/t"]?.inputs).toEqual({ x: { port: "/sub:load:f/f" } });
    // Those of the whole workflow are prepared before the run.
    expect(Object.keys(translateProcess(inner).steps)).toEqual(["/t"]);
  });

  it("looks for secondary files that an input of a sub-workflow declares, also in records", () => {
    const secondaryFiles = [{ pattern: ".bai" }];
    const pair = { type: "record", fields: [{ name: "bam", type: "File", secondaryFiles }] } as const;
    const inputs = [
      { id: "f", type: "File", secondaryFiles },
      { id: "r", type: ["null", { type: "array", items: pair }] },
      { id: "x", type: "File" },
    ] as const;
    const inner = workflow(
      inputs,
      [
        step(
          "t",
          tool("t", ["f", "r", "x"], []),
          ["f", "r", "x"].map((id) => link(id, id)),
        ),
      ],
      [],
    );
    const links = [link("f", "in"), link("r", "in"), link("x", "in")];
    const graph = translateProcess(workflow(["in"], [step("sub", inner, links)], []));
    const computed = (input: object): object => ({ operation: { params: { inputs: [input] } } });
    expect(graph.steps["/sub:load:f"]).toMatchObject(computed({ id: "f", secondaryFiles }));
    expect(graph.steps["/sub:load:r"]).toMatchObject(computed({ id: "r", type: inputs[1].type }));
    expect(graph.steps["/sub/t"]?.inputs).toEqual({
      f: { port: "/sub:load:f/f" },
      r: { port: "/sub:load:r/r" },
      x: { port: "/in" },
    });
  });

  it("waits for links whose value nobody reads", () => {
    const lone = [step("a", one, [link("x", "in")]), step("b", one, [link("x", "in"), link("other", "a/o")])];
    expect(translateProcess(workflow(["in"], lone, [])).steps["/b"]).toMatchObject({
      inputs: { x: { port: "/in" } },
      after: ["/a/o"],
    });
    const inner = workflow(["unused", "i"], [step("t", one, [link("x", "i")])], []);
    const sub = [step("a", one, [link("x", "in")]), step("sub", inner, [link("unused", "a/o"), link("i", "in")])];
    expect(translateProcess(workflow(["in"], sub, [])).steps["/sub/t"]).toMatchObject({ after: ["/a/o"] });
  });
});

describe("what cannot run", () => {
  const docker = { class: "DockerRequirement", dockerPull: "debian" } as const;

  it("refuses containers that are required, wherever it is said, with the place", () => {
    const position = { file: "a.cwl", line: 3, column: 1 };
    const process = workflow(["in"], [step("a", one, [link("x", "in")])], [], { requirements: [docker] });
    const positionOf = (node: object): typeof position | undefined => (node === docker ? position : undefined);
    expect(() => translateProcess(process, { positionOf })).toThrow(
      expect.objectContaining({ code: "CWL_UNSUPPORTED", position }),
    );
  });

  const software = { class: "SoftwareRequirement", packages: [{ package: "samtools" }] } as const;

  it("refuses software that is required, wherever it is said, with the place", () => {
    const position = { file: "a.cwl", line: 3, column: 1 };
    const positionOf = (node: object): typeof position | undefined => (node === software ? position : undefined);
    const asWorkflow = workflow(["in"], [step("a", one, [link("x", "in")])], [], { requirements: [software] });
    for (const process of [asWorkflow, { ...one, requirements: [software] }]) {
      expect(() => translateProcess(process, { positionOf })).toThrow(
        expect.objectContaining({ code: "CWL_UNSUPPORTED", position }),
      );
      expect(() => translateProcess(process, { drawing: true })).not.toThrow();
      expect(() => translateProcess(process, { software: "ignore" })).not.toThrow();
    }
    expect(() => translateProcess({ ...one, hints: [software] })).not.toThrow();
  });

  it("runs without containers that are only a hint", () => {
    const graph = translateProcess({ ...one, hints: [docker] });
    expect(graph.steps["/one"]).toMatchObject({ operation: { params: { hints: [docker] } } });
  });

  it("refuses abstract operations", () => {
    const { baseCommand: _, arguments: __, ...rest } = one;
    const abstract = { ...rest, class: "Operation" as const };
    expect(() => translateProcess(workflow(["in"], [step("a", abstract, [link("x", "in")])], []))).toThrow(
      expect.objectContaining({
        code: "CWL_UNSUPPORTED",
        message: expect.stringContaining("/a is an abstract Operation"),
      }),
    );
  });
});
