import { pathToFileURL } from "node:url";
import {
  didYouMean,
  nestsDeeper,
  SluiceError,
  SluiceErrorList,
  type Json,
  type JsonObject,
  copyJson,
} from "@sluice/contracts";
import { membersOf, showType } from "../check/index.ts";
import { parseInputObject } from "../load/index.ts";
import type { CwlType, Process } from "../model/index.ts";
import { listsOf, recordIn } from "./describe-process.ts";
import { maxDepth, setOwn } from "../load/yaml/index.ts";
import { parseTexts } from "./parse-text.ts";

/** Input values as a command line gives them: by name, in the order they were given. */
export type Texts = Readonly<Record<string, readonly string[]>>;

/** Turns `--name value` into input values; relative paths are below `cwd`. @throws `CWL_INPUT_INVALID`, all faults at once */
export async function readTexts(process: Process, texts: Texts, cwd: string): Promise<JsonObject> {
  const faults: SluiceError[] = [];
  const values: Record<string, Json> = {};
  // A field counts more than the record that it is in.
  for (const [name, given] of Object.entries(texts).toSorted(([left], [right]) => left.length - right.length)) {
    const parameter = findPart(
      name,
      process.inputs.map(({ id, type }) => ({ name: id, type })),
    );
    if (!parameter) {
      const hint = didYouMean(
        name,
        process.inputs.map((input) => input.id),
      );
      faults.push(new SluiceError("CWL_INPUT_INVALID", `there is no input '${name}'`, { hint }));
      continue;
    }
    const value = parseTexts(given, parameter.type, cwd);
    if (nestsDeeper(value, maxDepth)) faults.push(tooDeep(name));
    else if (value === undefined) faults.push(misfit(name, given, parameter.type));
    else setAt(values, parameter.path, value);
  }
  const [first, ...rest] = faults;
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
  if (Object.keys(values).length === 0) return {};
  const folder = `${pathToFileURL(cwd).href.replace(/\/+$/, "")}/`;
  const object = await parseInputObject(JSON.stringify(values), folder);
  // A copy has no places: positions in a text that nobody wrote would only mislead.
  return copyJson(object.values);
}

interface Part {
  readonly name: string;
  readonly type: CwlType;
}

/** What a name such as `record.field` stands for: an input, or a field within one. */
function findPart(
  name: string,
  parts: readonly Part[],
): { readonly path: string[]; readonly type: CwlType } | undefined {
  const whole = parts.find((part) => part.name === name);
  if (whole) return { path: [name], type: whole.type };
  for (const part of parts.filter((each) => name.startsWith(`${each.name}.`))) {
    const found = findPart(name.slice(part.name.length + 1), recordIn(part.type)?.fields ?? []);
    if (found) return { ...found, path: [part.name, ...found.path] };
  }
  return undefined;
}

function setAt(target: Record<string, Json>, [name = "", ...path]: readonly string[], value: Json): void {
  if (path.length === 0) return setOwn(target, name, value);
  const known = Object.hasOwn(target, name) ? target[name] : undefined;
  const inner: Record<string, Json> = typeof known === "object" && known !== null ? { ...(known as JsonObject) } : {};
  setAt(inner, path, value);
  setOwn(target, name, inner);
}

function misfit(name: string, given: readonly string[], type: CwlType): SluiceError {
  const shown = given.map((text) => JSON.stringify(text)).join(" ");
  return new SluiceError("CWL_INPUT_INVALID", `the input '${name}' must be ${showType(type)}, not ${shown}`, {
    hint: hintFor(given, [type, ...listsOf(type)]),
  });
}

function tooDeep(name: string): SluiceError {
  return new SluiceError("DOCUMENT_LIMIT", `the input '${name}' nests deeper than ${maxDepth} levels`);
}

function hintFor(given: readonly string[], types: readonly CwlType[]): string | undefined {
  const members = types.flatMap((type) => [...membersOf(type)]);
  const symbols = members.flatMap((member) =>
    typeof member === "object" && member.type === "enum" ? member.symbols : [],
  );
  if (symbols.length > 0) return didYouMean(given[0] ?? "", symbols) ?? `One of: ${symbols.join(", ")}.`;
  const isRecord = members.some((member) => typeof member === "object" && member.type === "record");
  return isRecord ? 'Give a record as JSON, such as \'{"name": "value"}\'.' : undefined;
}
