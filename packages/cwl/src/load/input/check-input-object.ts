import {
  formatPosition,
  nearestName,
  type Json,
  type JsonObject,
  type SluiceError,
  isExactNumber,
} from "@sluice/contracts";
import { checkNames } from "../../check/check-names.ts";
import { isNullable, showType } from "../../check/show-type.ts";
import type { InputParameter, Process } from "../../model/index.ts";
import { Faults } from "../document/faults.ts";
import { expandIri, type Namespaces } from "../document/namespaces.ts";
import { placed, placeOf, placeOfKey, placeOfValue, positionOf } from "../document/place.ts";
import { setOwn } from "../yaml/index.ts";
import { checkFiles } from "./check-files.ts";
import { checkValue } from "./check-value.ts";
import type { InputObject } from "./load-input-object.ts";

export interface CheckedInputObject {
  /** Values of inputs that the process has; defaults are not filled in. */
  readonly values: Readonly<Record<string, Json>>;
  readonly warnings: readonly SluiceError[];
}

export interface CheckInputObjectOptions {
  readonly signal?: AbortSignal;
  /** Whether local files must be there; true unless they will be on another machine. */
  readonly mustExist?: boolean;
}

/** Checks a job against the inputs of a process: types, what is missing or unknown, files that are not there. */
export async function checkInputObject(
  process: Process,
  object: InputObject,
  options: CheckInputObjectOptions = {},
): Promise<CheckedInputObject> {
  const faults = new Faults();
  const values: Record<string, Json> = {};
  for (const parameter of process.inputs) {
    const given = Object.hasOwn(object.values, parameter.id) ? object.values[parameter.id] : undefined;
    if ((given ?? null) === null && (parameter.default ?? null) !== null) checkDefault(parameter, faults);
    if (given === undefined) reportMissing(process, parameter, object, faults);
    else if (given === null && parameter.default !== undefined) setOwn(values, parameter.id, null);
    else {
      const site = { name: `the input '${parameter.id}'`, place: placeOfValue(object.values, parameter.id) };
      checkNames(given, site.name, "CWL_INPUT_INVALID", faults);
      if (checkValue(given, parameter.type, site, faults))
        setOwn(values, parameter.id, withFormats(given, process.namespaces));
    }
  }
  reportUnknown(process, object, faults);
  if (options.mustExist !== false) await checkFiles(values, faults, options.signal);
  faults.throwIfAny();
  return { values: placed(values, placeOf(object.values)), warnings: faults.warnings };
}

function checkDefault(parameter: InputParameter, faults: Faults): void {
  const site = { name: `the default of '${parameter.id}'`, place: placeOfValue(parameter, "default") };
  checkValue(parameter.default ?? null, parameter.type, site, faults);
}

function reportMissing(process: Process, parameter: InputParameter, object: InputObject, faults: Faults): void {
  if (isNullable(parameter.type) || parameter.default !== undefined) return;
  // A misspelt name is reported where it stands.
  if (unknownNames(process, object).some((name) => meantBy(name, process, object) === parameter.id)) return;
  const declared = positionOf(parameter);
  const hint = declared && `It is declared at ${formatPosition(declared)}.`;
  faults.add(
    "CWL_INPUT_INVALID",
    `the input '${parameter.id}' (${showType(parameter.type)}) is missing`,
    placeOf(object.values),
    hint,
  );
}

function unknownNames(process: Process, object: InputObject): string[] {
  const names = new Set(process.inputs.map((input) => input.id));
  return Object.keys(object.values).filter((name) => !names.has(name) && !name.includes(":") && name !== "id");
}

/** The input that a name is near to and that has no value otherwise. */
function meantBy(name: string, process: Process, object: InputObject): string | undefined {
  return nearestName(
    name,
    process.inputs.map((input) => input.id).filter((id) => !Object.hasOwn(object.values, id)),
  );
}

function reportUnknown(process: Process, object: InputObject, faults: Faults): void {
  for (const name of unknownNames(process, object)) {
    const meant = meantBy(name, process, object);
    const place = placeOfKey(object.values, name);
    if (meant !== undefined)
      faults.add("CWL_INPUT_INVALID", `there is no input '${name}'`, place, `Did you mean '${meant}'?`);
    else faults.warn("CWL_INPUT_INVALID", `there is no input '${name}'; it is ignored`, place);
  }
}

/** A job may use the prefixes of the document that it is for in the formats of its files. */
function withFormats(value: Json, namespaces: Namespaces | undefined): Json {
  if (!namespaces || typeof value !== "object" || value === null || isExactNumber(value)) return value;
  if (isList(value))
    return placed(
      value.map((item) => withFormats(item, namespaces)),
      placeOf(value),
    );
  const copy: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) setOwn(copy, key, withFormats(part, namespaces));
  if (value["class"] === "File" && typeof value["format"] === "string")
    copy["format"] = expandIri(value["format"], namespaces, "file:///");
  return placed(copy satisfies JsonObject, placeOf(value));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
