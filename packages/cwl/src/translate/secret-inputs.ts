import type { Process } from "../model/index.ts";

/** Inputs of a process that are secrets: those that it says, and those that it hands to steps where they are. */
export function secretInputs(process: Process): readonly string[] {
  const names = new Set(
    [...process.requirements, ...process.hints].flatMap((each) => (each.class === "Secrets" ? each.secrets : [])),
  );
  if (process.class === "Workflow") {
    for (const step of process.steps) {
      const inner = new Set([
        ...secretInputs(step.run),
        ...[...step.requirements, ...step.hints].flatMap((each) => (each.class === "Secrets" ? each.secrets : [])),
      ]);
      for (const { id, source } of step.in)
        if (inner.has(id)) for (const each of source) if ("input" in each) names.add(each.input);
    }
  }
  return [...names];
}
