import { type DocumentReference, type Json, isExactNumber } from "@sluice/contracts";
import type { Process } from "../model/index.ts";
import { isRealLocation } from "../value/file-uri.ts";

/** The files and directories that a process and what it runs name themselves: ontologies, and those in defaults and the like. */
export function documentReferences(main: Process): readonly DocumentReference[] {
  const found = new Map<string, DocumentReference>();
  const processes = new Set([main]);
  for (const process of processes) {
    for (const uri of process.schemas ?? []) found.set(uri, { uri, type: "File" });
    if (process.class === "Workflow") {
      for (const step of process.steps) processes.add(step.run);
      const { steps, ...rest } = process;
      collect(rest as unknown as Json, found);
      // What a step runs is a process of its own.
      for (const { run: _run, ...step } of steps) collect(step as unknown as Json, found);
    } else collect(process as unknown as Json, found);
  }
  return [...found.values()];
}

function collect(value: Json, found: Map<string, DocumentReference>): void {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return;
  if (isList(value)) return value.forEach((item) => collect(item, found));
  const { class: type, location } = value;
  if ((type === "File" || type === "Directory") && isRealLocation(location))
    found.set(location, { uri: location, type });
  for (const part of Object.values(value)) collect(part, found);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
