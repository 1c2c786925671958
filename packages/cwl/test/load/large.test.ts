import { expect, test } from "vitest";
import { checkProcess } from "../../src/check/index.ts";
import type { Workflow } from "../../src/model/index.ts";
import { loadFrom } from "./documents.ts";

test.each([
  ["one tool for all steps", 1],
  ["a tool for each step", Infinity],
])("the time for a large workflow grows with its size, not faster: %s", async (_case, tools) => {
  await timed(500, tools);
  const small = await timed(1_000, tools);
  const large = await timed(5_000, tools);
  expect(large).toBeLessThan(Math.max(small, 20) * 15);
  expect(large).toBeLessThan(5_000);
});

/** Milliseconds of processor time to load and check a packed workflow of so many steps. */
async function timed(count: number, tools: number): Promise<number> {
  const text = packed(count, Math.min(tools, count));
  const before = process.cpuUsage();
  const { process: workflow } = await loadFrom(text);
  expect(checkProcess(workflow)).toEqual([]);
  const { user, system } = process.cpuUsage(before);
  expect((workflow as Workflow).steps).toHaveLength(count);
  return (user + system) / 1_000;
}

function packed(count: number, tools: number): string {
  const steps = Array.from({ length: count }, (_, index) => {
    const source = index === 0 ? "x" : `s${index - 1}/out`;
    return {
      id: `s${index}`,
      run: `#tool${index % tools}`,
      in: [
        { id: "x", source },
        { id: "y", default: index },
      ],
      out: ["out"],
    };
  });
  const tool = {
    class: "CommandLineTool",
    inputs: { x: "File", y: { type: "int?", inputBinding: { position: 1 } } },
    outputs: { out: { type: "File", outputBinding: { glob: "*" } } },
  };
  const outputs = { o: { type: "File", outputSource: `s${count - 1}/out` } };
  const graph = Array.from({ length: tools }, (_, index) => ({ id: `tool${index}`, ...tool }));
  return JSON.stringify({
    cwlVersion: "v1.2",
    $graph: [...graph, { id: "main", class: "Workflow", inputs: { x: "File" }, outputs, steps }],
  });
}
