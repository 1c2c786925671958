import type { Process } from "../../src/model/index.ts";
import { loadProcess } from "../../src/load/index.ts";
import { packProcess } from "../../src/pack/pack-process.ts";

/** A process as it is after it was packed and loaded again. */
export async function packAndLoad(process: Process): Promise<Process> {
  const uri = "file:///packed/elsewhere.cwl";
  const text = JSON.stringify(packProcess(process));
  return (await loadProcess({ uri, fetchText: (asked) => Promise.resolve(asked === uri ? text : "") })).process;
}

/** What packing keeps of a model: all but ids, names of types and what holds for whole documents. */
export function withoutIds(process: Process): unknown {
  const seen = new Map<Process, number>();
  const strip = (value: unknown, dropped: readonly string[] = []): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.filter((item) => !isSchemaDef(item)).map((item) => strip(item, dropped));
    if ("cwlVersion" in value && "class" in value) return stripProcess(value as Process);
    const entries = Object.entries(value).filter(
      ([key]) => !(key === "name" && isType(value)) && !(dropped.includes(key) && !("id" in value)),
    );
    return Object.fromEntries(entries.map(([key, part]) => [key, strip(part, dropped)]));
  };
  const stripProcess = (each: Process): unknown => {
    // The same process in several places stays one.
    const number = seen.get(each);
    if (number !== undefined) return number;
    seen.set(each, seen.size);
    const { id: _id, namespaces: _namespaces, schemas: _schemas, ...rest } = each;
    return Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, strip(part, droppedIn(each, key))]));
  };
  return strip(process);
}

/** Bindings that shared types have where they mean nothing. */
function droppedIn(process: Process, key: string): readonly string[] {
  if (key === "steps") return [];
  if (process.class !== "CommandLineTool") return ["inputBinding", "outputBinding"];
  return key === "inputs" ? ["outputBinding"] : key === "outputs" ? ["inputBinding"] : [];
}

function isSchemaDef(value: unknown): boolean {
  return typeof value === "object" && value !== null && "class" in value && value.class === "SchemaDefRequirement";
}

function isType(value: object): boolean {
  return (
    "type" in value &&
    ["array", "enum", "record"].includes(String(value.type)) &&
    !("id" in value) &&
    !hasFieldName(value)
  );
}

/** A field of a record may itself be written with such a type inline; its own name counts. */
function hasFieldName(value: object): boolean {
  return !("items" in value || "symbols" in value || "fields" in value);
}
