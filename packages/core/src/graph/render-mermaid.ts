import type { WorkflowGraph } from "@sluice/contracts";
import { drawPicture, type PictureNode } from "./picture.ts";

const shapes: Readonly<Record<PictureNode["kind"], readonly [string, string]>> = {
  input: ["([", "])"],
  output: ["([", "])"],
  execute: ["[", "]"],
  transform: ["[/", "/]"],
  conditional: ["{", "}"],
  loop: ["{{", "}}"],
};

/** A Mermaid flowchart of a graph. Thick arrows enter steps that run once for each element of a list. */
export function renderMermaid(graph: WorkflowGraph): string {
  const { nodes, edges } = drawPicture(graph);
  const lines = ["flowchart TD"];
  for (const { id, label, kind } of nodes) {
    const [open, close] = shapes[kind];
    lines.push(`  ${id}${open}"${escapeLabel(label)}"${close}`);
  }
  for (const { from, to, style } of edges) lines.push(`  ${from} ${style === "list" ? "==>" : "-->"} ${to}`);
  return `${lines.join("\n")}\n`;
}

/** Mermaid reads quotes, tags, entities and back-quoted Markdown in labels; numeric entities are safe everywhere. */
function escapeLabel(text: string): string {
  return text.replaceAll(/["#&<>;`\\\n\r]/g, (character) => `#${character.charCodeAt(0)};`);
}
