import { startPort, type WorkflowGraph } from "@sluice/contracts";
import { createGraphBuilder } from "@sluice/core/graph";

/** One step that says hello. */
export function helloGraph(): WorkflowGraph {
  const graph = createGraphBuilder({ name: "hello", frontend: "program" });
  const text = graph.addPort("/hello/text", 0);
  graph.addStep("/hello", {
    kind: "execute",
    depth: 0,
    inputs: {},
    after: [startPort],
    outputs: { text },
    operation: { name: "shell-steps.run", version: 1, params: { command: "echo hello" } },
    hardware: { cores: 1 },
  });
  graph.setOutput("text", text);
  return graph.build();
}
