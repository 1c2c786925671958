import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import type { SchemaFault } from "@sluice/core/options";
import { nearestName } from "../command-line/nearest-name.ts";
import { sluiceKeys } from "./base-schema.ts";
import { extensionSections } from "./extension-sections.ts";
import type { ConfigKind } from "./compose-schema.ts";
import { pathText, type ConfigDocument, type ConfigPath } from "./config-document.ts";
import { readTexts, valueAt } from "./read-texts.ts";

/** Checks a file against the schema of its kind; options of extensions are left for later. Faults go to the document. */
export async function checkStructure(document: ConfigDocument, schema: JsonSchema, kind: ConfigKind): Promise<Json> {
  const written = document.value();
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    document.fault([], "the file must be a mapping");
    return written;
  }
  const { validateValue } = await import("@sluice/core/options");
  const validate = (value: JsonObject) => validateValue(schema, value);
  const { value, faults } = readTexts(written as JsonObject, validate, (path) => document.isReplaced(path));
  for (const fault of faults) if (!document.isLost(fault.path)) report(document, fault, value, kind);
  return value;
}

function report(document: ConfigDocument, fault: SchemaFault, whole: Json, kind: ConfigKind): void {
  const { path, known, text } = fault;
  const place = pathText(path);
  const last = path.at(-1) ?? "";
  const around = pathText(path.slice(0, -1));
  const got = valueAt(whole, path);
  // What stands where a reference to a secret should may be the secret.
  const instead = path[0] === "secrets" ? "" : `; got ${describe(got)}`;
  switch (fault.kind) {
    case "unknown-key": {
      if (kind === "streamflow" && path.length === 1 && sluiceKeys.includes(last)) {
        const hint = "A file named streamflow.yml keeps to StreamFlow's format: call it sluice.yml.";
        return document.fault(path, `'${last}' is not known in this kind of file`, { hint, part: "key" });
      }
      if (isBinding(path.slice(0, -1)) && last === "step" && known.includes("port"))
        return document.fault(path, `${around} has 'step' and 'port'`, { hint: "Bind one of them.", part: "key" });
      return document.fault(path, `unknown key '${place}'`, { hint: meant(last, known), part: "key" });
    }
    case "missing-key":
      return document.fault(path, `${around === "" ? "the file" : around} needs the key ${keyText(path)}`, {
        hint: path.length === 1 && last === "version" ? "Write: version: v1.0" : undefined,
      });
    case "name":
      return document.fault(path, `'${last}' cannot be a name in ${around}`, {
        hint: last.includes("${")
          ? "Nothing is put in the place of ${…} in keys, only in values."
          : "Names begin with a letter, in most places a small one, and go on with letters, digits, '.', '_' and '-'.",
        part: "key",
      });
    case "choice": {
      const wanted = known.length === 1 ? (known[0] ?? "") : `one of ${known.join(", ")}`;
      const nearest = typeof got === "string" ? nearestName(got, known) : undefined;
      const point = last === "type" ? pointOf(path.slice(0, -1)) : undefined;
      const elsewhere = `No plugin that is here provides it: 'sluice ext list ${point ?? ""}' shows what there is.`;
      const other = point === undefined ? undefined : elsewhere;
      const meantName = known.length > 1 ? `Did you mean '${nearest ?? ""}'?` : undefined;
      return document.fault(path, `${place} must be ${wanted}${instead}`, {
        hint: nearest === undefined ? other : meantName,
      });
    }
    case "type": {
      const types = known.map((type) => typeNames[type] ?? type);
      const isList = Array.isArray(got) && last === "target" && !known.includes("array");
      const hint = isList ? "The data of a port lie in one place." : undefined;
      return document.fault(path, `${place} must be ${types.join(" or ")}${instead}`, { hint });
    }
    case "other":
      return document.fault(path, `${place} ${text}${typeof got === "object" ? "" : instead}`);
  }
}

/** The key that is missing, or the two of which one is. */
function keyText(path: ConfigPath): string {
  const last = path.at(-1) ?? "";
  return isBinding(path.slice(0, -1)) && last === "step" ? "'step' or 'port'" : `'${last}'`;
}

function isBinding(path: ConfigPath): boolean {
  return path.length === 4 && path[2] === "bindings";
}

/** The extension point that a section of the file chooses from. */
function pointOf(path: ConfigPath): string | undefined {
  const [root = "", second = ""] = path;
  const inWorkflow = path.includes("docker") ? "dockerTranslator" : "workflow";
  const inScheduling = second === "policies" ? "policy" : "scheduler";
  const names: Readonly<Record<string, string>> = {
    workflows: inWorkflow,
    scheduling: inScheduling,
    deployments: "deployment",
    models: "deployment",
    bindingFilters: "bindingFilter",
    reporters: "reporter",
  };
  return extensionSections[names[root] ?? root]?.point;
}

/** What was probably meant, or all that there is. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  return known.length > 0 ? `Known here: ${known.join(", ")}.` : undefined;
}

/** How much of a text (characters) is shown. */
const longest = 60;

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
  object: "a mapping",
  array: "a list",
};

/** A value as it can stand in one line. */
function describe(value: Json | undefined): string {
  if (typeof value === "string") {
    const text = value.length > longest ? `${value.slice(0, longest)}…` : value;
    // Line ends and control characters would draw on the terminal.
    return `'${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => JSON.stringify(character).slice(1, -1))}'`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "a mapping";
}
