import { holdsScript } from "../expression/index.ts";
import type { Process, Requirement } from "../model/index.ts";
import { expressionsOf, stepExpressions, type ModelText } from "../value/model-expressions.ts";

/** Whether a process, or one that it runs, has JavaScript to evaluate. */
export function runsJavascript(process: Process): boolean {
  return visit(process, false, { allowed: new Set(), elsewhere: new Set() });
}

/** Processes that were looked at: where JavaScript is allowed, and elsewhere. */
interface Seen {
  readonly allowed: Set<Process>;
  readonly elsewhere: Set<Process>;
}

function visit(process: Process, inherited: boolean, seen: Seen): boolean {
  const allowed = inherited || allows(process);
  const known = allowed ? seen.allowed : seen.elsewhere;
  if (known.has(process)) return false;
  known.add(process);
  if (allowed && anyScript(expressionsOf(process), process)) return true;
  if (process.class !== "Workflow") return false;
  return process.steps.some((step) => {
    const here = allowed || allows(step);
    return (here && anyScript(stepExpressions(step), process)) || visit(step.run, here, seen);
  });
}

function allows(holder: {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}): boolean {
  return [...holder.requirements, ...holder.hints].some((each) => each.class === "InlineJavascriptRequirement");
}

function anyScript(texts: Iterable<ModelText>, { cwlVersion }: Process): boolean {
  for (const { text } of texts) if (holdsScript(text, { cwlVersion })) return true;
  return false;
}
