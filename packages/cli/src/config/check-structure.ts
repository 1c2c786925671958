import type { Json, JsonObject, JsonSchema } from "@sluice/contracts";
import type { SchemaFault } from "@sluice/core/options";
import { nearestName } from "../command-line/nearest-name.ts";
import { sluiceKeys } from "./base-schema.ts";
import type { ConfigKind } from "./compose-schema.ts";
import { pathText, type ConfigDocument } from "./config-document.ts";
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
      return document.fault(path, `unknown key '${place}'`, { hint: meant(last, known), part: "key" });
    }
    case "missing-key":
      return document.fault(path, `${around === "" ? "the file" : around} needs the key '${last}'`, {
        hint: path.length === 1 && last === "version" ? "Write: version: v1.0" : undefined,
      });
    case "name":
      return document.fault(path, `'${last}' cannot be a name in ${around}`, {
        hint: "Names begin with a letter, in most places a small one, and go on with letters, digits, '.', '_' and '-'.",
        part: "key",
      });
    case "choice": {
      const wanted = known.length === 1 ? (known[0] ?? "") : `one of ${known.join(", ")}`;
      const nearest = known.length > 1 && typeof got === "string" ? nearestName(got, known) : undefined;
      const hint = nearest === undefined ? undefined : `Did you mean '${nearest}'?`;
      return document.fault(path, `${place} must be ${wanted}${instead}`, { hint });
    }
    case "type": {
      const types = known.map((type) => typeNames[type] ?? type);
      return document.fault(path, `${place} must be ${types.join(" or ")}${instead}`);
    }
    case "other":
      return document.fault(path, `${place} ${text}${typeof got === "object" ? "" : instead}`);
  }
}

/** What was probably meant, or all that there is. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `Did you mean '${nearest}'?`;
  return known.length > 0 ? `Known here: ${known.join(", ")}.` : undefined;
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  number: "a number",
  integer: "a whole number",
  object: "a mapping",
  array: "a list",
};

function describe(value: Json | undefined): string {
  if (typeof value === "string") return `'${value}'`;
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "a mapping";
}
