import type { JsonObject } from "@sluice/contracts";
import type { Process, Workflow } from "../model/index.ts";
import { processName } from "../translate/index.ts";
import { compact } from "./compact.ts";
import { TypeDefinitions, TypeNames } from "./type-definitions.ts";
import { commonVersion, upgradeProcess } from "./upgrade-process.ts";
import { writeInput, writeOutput } from "./write-parameter.ts";
import { writeHints, writeRequirements } from "./write-requirements.ts";
import { writeSink, writeStep } from "./write-step.ts";

/**
 * One document that holds a process and all that it runs, and needs no other: loaded again it gives the same model, but
 * for ids. It is written from the model, so that whatever was imported, included or referred to is in its place. Processes of
 * several versions are upgraded to the newest of these: others read one version in one document.
 */
export function packProcess(main: Process): JsonObject {
  const ids = idsOf(main);
  const processes = [...ids.keys()];
  const namespaces = Object.assign({}, ...processes.map((process) => process.namespaces ?? {}).reverse()) as JsonObject;
  const schemas = [...new Set(processes.flatMap((process) => process.schemas ?? []))];
  const version = commonVersion(processes);
  const names = new TypeNames(ids.values());
  return compact({
    cwlVersion: version,
    $namespaces: Object.keys(namespaces).length > 0 ? namespaces : undefined,
    $schemas: schemas.length > 0 ? schemas : undefined,
    $graph: processes.map((process) =>
      writeProcess(upgradeProcess(process, version, processes), ids.get(process) ?? "", ids, names),
    ),
  });
}

/** A unique id for each process, the main one first; what several steps run is there once. */
function idsOf(main: Process): ReadonlyMap<Process, string> {
  const ids = new Map([[main, "main"]]);
  const taken = new Set(["main"]);
  for (const process of ids.keys()) {
    if (process.class !== "Workflow") continue;
    for (const { id, run } of process.steps) {
      if (ids.has(run)) continue;
      const name = uniqueName(processName(run.id) === "run" ? id : processName(run.id), taken);
      taken.add(name);
      ids.set(run, name);
    }
  }
  return ids;
}

/** A name that can stand after a hash mark and is not taken. */
function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  const name = wanted.replace(/[^\w.-]+/g, "_");
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

function writeProcess(process: Process, id: string, ids: ReadonlyMap<Process, string>, names: TypeNames): JsonObject {
  const definitions = new TypeDefinitions(names);
  const inputs = process.inputs.map((input) => writeInput(input, process, definitions));
  const parts = writeParts(process, ids, definitions);
  return compact({
    id,
    class: process.class,
    label: process.label,
    doc: process.doc,
    requirements: writeRequirements(process.requirements, process.cwlVersion, definitions.requirement),
    hints: writeHints(process.hints, process.cwlVersion),
    inputs,
    ...parts,
  });
}

function writeParts(process: Process, ids: ReadonlyMap<Process, string>, definitions: TypeDefinitions): JsonObject {
  switch (process.class) {
    case "CommandLineTool":
      return compact({
        outputs: process.outputs.map((output) => writeOutput(output, process, definitions)),
        baseCommand: listOrNothing(process.baseCommand),
        arguments: listOrNothing(process.arguments),
        stdin: process.stdin,
        stdout: process.stdout,
        stderr: process.stderr,
        successCodes: listOrNothing(process.successCodes),
        temporaryFailCodes: listOrNothing(process.temporaryFailCodes),
        permanentFailCodes: listOrNothing(process.permanentFailCodes),
      });
    case "ExpressionTool":
      return compact({
        outputs: process.outputs.map((output) => writeOutput(output, process, definitions)),
        expression: process.expression,
      });
    case "Operation":
      return { outputs: process.outputs.map((output) => writeOutput(output, process, definitions)) };
    case "Workflow":
      return writeWorkflow(process, ids, definitions);
  }
}

function writeWorkflow(
  workflow: Workflow,
  ids: ReadonlyMap<Process, string>,
  definitions: TypeDefinitions,
): JsonObject {
  return {
    outputs: workflow.outputs.map((output) => ({
      ...writeOutput(output, workflow, definitions),
      ...writeSink(output, "outputSource"),
    })),
    steps: workflow.steps.map((step) => writeStep(step, `#${ids.get(step.run) ?? ""}`, workflow.cwlVersion)),
  };
}

function listOrNothing<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
