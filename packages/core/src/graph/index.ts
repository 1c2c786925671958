export * from "./create-graph-builder.ts";
export * from "./render-dot.ts";
export * from "./render-mermaid.ts";
export * from "./validate-graph.ts";
