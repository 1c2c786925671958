import type { WorkflowGraph } from "@sluice/contracts";
import { drawPicture, type PictureNode } from "./picture.ts";

const shapes: Readonly<Record<PictureNode["kind"], string>> = {
  input: "oval",
  output: "oval",
  execute: "box",
  transform: "parallelogram",
  conditional: "diamond",
  loop: "hexagon",
};

/** A graph in Graphviz's DOT language. Bold arrows enter steps that run once for each element of a list. */
export function renderDot(graph: WorkflowGraph): string {
  const { nodes, edges } = drawPicture(graph);
  const lines = [`digraph ${quote(graph.name)} {`];
  for (const { id, label, kind } of nodes) lines.push(`  ${id} [label=${quote(label)}, shape=${shapes[kind]}];`);
  for (const { from, to, style } of edges) lines.push(`  ${from} -> ${to}${style === "list" ? " [style=bold]" : ""};`);
  return `${[...lines, "}"].join("\n")}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(/\r?\n/g, "\\n")}"`;
}
