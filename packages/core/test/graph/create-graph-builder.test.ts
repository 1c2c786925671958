import { startPort } from "@sluice/contracts";
import { createGraphBuilder } from "@sluice/core/graph";
import { describe, expect, it } from "vitest";

const operation = { name: "test", version: 1, params: null };

describe("createGraphBuilder", () => {
  it("starts with the start port only", () => {
    const graph = createGraphBuilder({ name: "empty", frontend: "test" }).build();
    expect(graph).toEqual({
      format: 1,
      name: "empty",
      frontend: "test",
      inputs: {},
      outputs: {},
      ports: { [startPort]: { depth: 0 } },
      steps: {},
      definitions: {},
    });
  });

  it("gives names that are free", () => {
    const builder = createGraphBuilder({ name: "w", frontend: "test" });
    expect([builder.addPort("/a/x", 0), builder.addPort("/a/x", 1), builder.addPort("/a/x", 2)]).toEqual([
      "/a/x",
      "/a/x_2",
      "/a/x_3",
    ]);
    expect(builder.depthOf("/a/x_3")).toBe(2);
    const step = { kind: "execute", depth: 0, inputs: {}, after: [startPort], outputs: {}, operation } as const;
    expect(builder.freePath("/a")).toBe("/a");
    expect([builder.addStep("/a", step), builder.addStep("/a", step)]).toEqual(["/a", "/a_2"]);
    expect(builder.freePath("/a")).toBe("/a_3");
  });

  it("stores the same value once, and another one of the same name besides it", () => {
    const builder = createGraphBuilder({ name: "w", frontend: "test" });
    const tool = { a: 1 };
    expect([builder.define("tool", tool), builder.define("tool", tool), builder.define("tool", { a: 1 })]).toEqual([
      "tool",
      "tool",
      "tool_2",
    ]);
    expect(builder.build().definitions).toEqual({ tool: { a: 1 }, tool_2: { a: 1 } });
  });

  it("refuses an input, an output or a port that cannot be", () => {
    const builder = createGraphBuilder({ name: "w", frontend: "test" });
    builder.setOutput("o", builder.addInput("x"));
    expect(() => builder.addInput("x")).toThrow("input x is there twice");
    expect(() => builder.setOutput("o", startPort)).toThrow("output o is there twice");
    expect(() => builder.depthOf("/nowhere")).toThrow("port /nowhere does not exist");
  });

  it("checks what it built", () => {
    const builder = createGraphBuilder({ name: "w", frontend: "test" });
    builder.addPort("/a/x", 0);
    expect(() => builder.build()).toThrow("nothing writes port /a/x");
  });
});
