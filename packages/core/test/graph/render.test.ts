import { renderDot, renderMermaid } from "@sluice/core/graph";
import { describe, expect, it } from "vitest";
import { graphOf, loopGraph, operation, scatterGraph } from "./sample-graph.ts";

describe("renderMermaid", () => {
  it("hides scatter and gather in a thick arrow, and shows the condition", () => {
    expect(renderMermaid(scatterGraph())).toBe(
      [
        "flowchart TD",
        '  n0(["list"])',
        '  n1{"work: when?"}',
        '  n2["work"]',
        '  n3(["out"])',
        "  n0 ==> n1",
        "  n1 --> n2",
        "  n0 --> n2",
        "  n2 --> n3",
        "",
      ].join("\n"),
    );
  });

  it("shows a loop with its way back", () => {
    const picture = renderMermaid(loopGraph());
    expect(picture).toContain('n1{{"count"}}');
    expect(picture).toContain("n1 --> n2");
    expect(picture).toContain("n2 --> n1");
  });

  it("escapes labels", () => {
    const step = { kind: "execute", depth: 0, inputs: {}, after: ["/"], outputs: {}, operation } as const;
    expect(renderMermaid(graphOf({}, { '/a"<b>\n`#': step }))).toContain('n0["a#34;#60;b#62;#10;#96;#35;"]');
  });
});

describe("renderDot", () => {
  it("draws the same picture", () => {
    expect(renderDot(scatterGraph())).toBe(
      [
        'digraph "sample" {',
        '  n0 [label="list", shape=oval];',
        '  n1 [label="work: when?", shape=diamond];',
        '  n2 [label="work", shape=box];',
        '  n3 [label="out", shape=oval];',
        "  n0 -> n1 [style=bold];",
        "  n1 -> n2;",
        "  n0 -> n2;",
        "  n2 -> n3;",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("escapes labels", () => {
    const step = { kind: "execute", depth: 0, inputs: {}, after: ["/"], outputs: {}, operation } as const;
    expect(renderDot(graphOf({}, { '/a"\\\nb': step }))).toContain('[label="a\\"\\\\\\nb", shape=box]');
  });
});
