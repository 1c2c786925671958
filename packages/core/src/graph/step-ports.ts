import type { PortId, Step } from "@sluice/contracts";

/** The ports that a step reads: its inputs, what it waits for, and for a loop what ends a round. */
export function portsRead(step: Step): PortId[] {
  const ports = inputPorts(step);
  return step.kind === "loop" ? [...ports, ...Object.values(step.next), ...Object.values(step.results)] : ports;
}

/** The ports of a step's inputs and of its `after`. */
export function inputPorts(step: Step): PortId[] {
  const ports: PortId[] = [];
  for (const input of Object.values(step.inputs)) if ("port" in input) ports.push(input.port);
  return [...ports, ...(step.after ?? [])];
}

/** The ports that a step writes. */
export function portsWritten(step: Step): PortId[] {
  switch (step.kind) {
    case "combine":
      return [step.output];
    case "conditional":
      return [...Object.values(step.outputs), ...step.otherwise];
    case "loop":
      return [...Object.values(step.body), ...Object.values(step.outputs)];
    default:
      return Object.values(step.outputs);
  }
}

/** How many levels of tags a scatter adds. */
export function scatterLevels(step: Step): number {
  if (step.kind !== "scatter") return 0;
  return step.method === "nested_crossproduct" ? step.scatter.length : 1;
}
