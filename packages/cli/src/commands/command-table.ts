import type { Command } from "../command-line/command-spec.ts";

/** A command that is not imported before it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<{ readonly command: Command }>;
}

/** The sub-commands of `sluice`, in the order of its help. */
export const commandTable: readonly CommandEntry[] = [
  { name: "run", summary: "Run a workflow", load: () => import("./run.ts") },
  { name: "validate", summary: "Check documents without running them", load: () => import("./validate.ts") },
  { name: "graph", summary: "Draw a workflow, as Mermaid or DOT text", load: () => import("./graph.ts") },
  { name: "inputs", summary: "List the inputs of a process", load: () => import("./inputs.ts") },
  {
    name: "make-template",
    summary: "Write a job file to be filled in",
    load: () => import("./make-template.ts"),
  },
  { name: "pack", summary: "Make one document of a document and all it needs", load: () => import("./pack.ts") },
  { name: "print-deps", summary: "List the files that a document needs", load: () => import("./print-deps.ts") },
  { name: "list", summary: "List the runs that are kept", load: () => import("./list.ts") },
  { name: "show", summary: "Show a run: steps, failures, outputs", load: () => import("./show.ts") },
  { name: "logs", summary: "Show what happened in a run, or what a step wrote", load: () => import("./logs.ts") },
  { name: "resume", summary: "Go on with a run that failed or was interrupted", load: () => import("./resume.ts") },
  { name: "cancel", summary: "Stop a run and its jobs", load: () => import("./cancel.ts") },
  { name: "rm", summary: "Remove runs", load: () => import("./rm.ts") },
  { name: "gc", summary: "Remove job folders that nobody needs any more", load: () => import("./gc.ts") },
  { name: "cache", summary: "List or remove the results that runs keep for re-use", load: () => import("./cache.ts") },
  { name: "plugin", summary: "List, show, add or remove plugins", load: () => import("./plugin.ts") },
  { name: "ext", summary: "List or show what plugins provide", load: () => import("./ext.ts") },
  { name: "schema", summary: "Print the JSON Schema of configuration files", load: () => import("./schema.ts") },
  { name: "version", summary: "Print the version", load: () => import("./version.ts") },
];
