import { isEntryName, type Json, type JsonObject, type OutputFile } from "@sluice/contracts";
import { basename as base } from "node:path/posix";
import { evaluateReference, interpolatedText, needsEvaluation, parseTemplate } from "../expression/index.ts";
import type { CommandLineTool, CwlVersion, LinkSource, Process, Sink, WorkflowStep } from "../model/index.ts";
import { nameOfLocation } from "../value/file-uri.ts";

/** What is known of the inputs of a process before it runs. */
type Known = ReadonlyMap<string, Json>;

/**
 * The outputs whose names in the folder of outputs are certain before anything runs: of a tool's files without wildcards and scripts, and
 * inputs that are handed on. What may be null, is a list, or is named by a job is left out.
 */
export function outputNames(process: Process, inputs: JsonObject): readonly (readonly [string, OutputFile])[] {
  const known: Known = new Map(Object.entries(inputs));
  return process.outputs.flatMap(({ id }) => {
    const file = nameOf(process, id, known);
    return file === undefined ? [] : [[id, file] as const];
  });
}

function nameOf(process: Process, output: string, known: Known): OutputFile | undefined {
  if (process.class === "CommandLineTool") return nameOfTool(process, output, known);
  if (process.class !== "Workflow") return undefined;
  const sink = process.outputs.find(({ id }) => id === output);
  const source = sink && onlySource(sink);
  if (source === undefined) return undefined;
  if ("input" in source) return nameOfValue(known.get(source.input));
  const step = process.steps.find(({ id }) => id === source.step);
  if (step === undefined || step.when !== undefined || step.scatter.length > 0) return undefined;
  return nameOf(step.run, source.output, inputsOf(step, known));
}

function nameOfTool(tool: CommandLineTool, output: string, known: Known): OutputFile | undefined {
  const { type, outputBinding } = tool.outputs.find(({ id }) => id === output) ?? {};
  if ((type !== "File" && type !== "Directory") || outputBinding?.outputEval !== undefined) return undefined;
  const [glob, ...others] = [outputBinding?.glob ?? []].flat();
  const path = glob === undefined || others.length > 0 ? undefined : textOf(glob, known, tool.cwlVersion);
  if (path === undefined || path.startsWith("/") || /[*?[\\]/.test(path)) return undefined;
  return named(type, base(path));
}

/** What a text with references to inputs comes to; undefined when that is not known, or no text. */
function textOf(source: string, known: Known, cwlVersion: CwlVersion): string | undefined {
  if (!needsEvaluation(source)) return source;
  const { parts, unfinished } = parseTemplate(source, { cwlVersion });
  if (unfinished !== undefined) return undefined;
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const { root, segments } = part.reference ?? {};
    const [name, ...fields] = segments ?? [];
    // Fields of Files are known when a job has them.
    if (root !== "inputs" || typeof name !== "string" || fields.length > 0 || !known.has(name)) return undefined;
    const result = evaluateReference({ root, segments: [name] }, { inputs: Object.fromEntries(known), runtime: {} });
    if (!("value" in result) || (typeof result.value !== "string" && typeof result.value !== "number"))
      return undefined;
    text += interpolatedText(result.value);
  }
  return text;
}

/** The inputs of a step's process that are values or inputs around it, as they are. */
function inputsOf(step: WorkflowStep, known: Known): Known {
  const inner = new Map<string, Json>();
  const defaults = new Map(step.run.inputs.map((input) => [input.id, input.default ?? null]));
  for (const input of step.in) {
    defaults.delete(input.id);
    if (input.valueFrom !== undefined) continue;
    const source = onlySource(input);
    const isValue = input.source.length === 0 && input.linkMerge === undefined && input.pickValue === undefined;
    const from = source && "input" in source ? known.get(source.input) : isValue ? null : undefined;
    if (from === undefined) continue;
    const preset = step.run.inputs.find(({ id }) => id === input.id)?.default;
    inner.set(input.id, from ?? input.default ?? preset ?? null);
  }
  for (const [id, value] of defaults) inner.set(id, value);
  return inner;
}

/** The one source of a sink that hands it on as it is. */
function onlySource({ source, sourceIsList, linkMerge, pickValue }: Sink): LinkSource | undefined {
  const isPlain = !sourceIsList && linkMerge === undefined && pickValue === undefined;
  return isPlain && source.length === 1 ? source[0] : undefined;
}

/** The name of a file or directory that was given. */
function nameOfValue(value: Json | undefined): OutputFile | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { class: kind, basename, location, path } = value as JsonObject;
  if (kind !== "File" && kind !== "Directory") return undefined;
  const place = location ?? path;
  if (typeof basename === "string") return named(kind, basename);
  return typeof place === "string" ? named(kind, nameOfLocation(place)) : undefined;
}

function named(kind: OutputFile["class"], basename: string): OutputFile | undefined {
  return isEntryName(basename) ? { class: kind, basename } : undefined;
}
