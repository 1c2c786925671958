import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  isDirectoryValue,
  isFileValue,
  SluiceError,
  type Json,
  type JsonObject,
  type StagingEntry,
} from "@sluice/contracts";
import { isInside } from "./input-stamps.ts";
import { placeOf, visitFiles } from "./file-values.ts";

/** Keeps values of inputs that are secrets out of everything that is stored: a name stands for each, until a job is handed over. */
export interface RunSecrets {
  /** Whether a name of a secret is somewhere in a value. */
  has(value: Json): boolean;
  /** The value with names in the place of secrets. Those of less than six characters are not looked for. */
  conceal<Value extends Json>(value: Value): Value;
  /** The value with secrets in the place of their names. */
  reveal<Value>(value: Value): Value;
  /** Removes files with secrets that were made for a job, unless they are outputs of it. */
  clean(staging: readonly StagingEntry[], outputs: JsonObject): void;
  /** Nobody needs them any more: the run is completed. */
  forget(): void;
}

/** What is told of each secret, so that it does not get into messages. */
type Hidden = { add(text: string): void };

const fileName = "secrets.json";
/** As for secrets of configurations. */
const shortest = 6;

/** There are none. */
export const noSecrets: RunSecrets = {
  has: () => false,
  conceal: (value) => value,
  reveal: (value) => value,
  clean: () => undefined,
  forget: () => undefined,
};

/** Takes the secrets out of inputs. They are kept in the folder of the run, for nobody but its owner, until the run is completed. */
export function takeSecrets(input: {
  readonly inputs: JsonObject;
  readonly names: readonly string[];
  readonly folder: string;
  readonly hidden: Hidden;
}): { readonly inputs: JsonObject; readonly secrets: RunSecrets } {
  const { inputs, names, folder, hidden } = input;
  const values = new Map<string, string>();
  const take = (value: Json): Json => {
    if (typeof value === "string" && value !== "") {
      const name = `(secret-${randomUUID()})`;
      values.set(name, value);
      return name;
    }
    if (typeof value !== "object" || value === null || isFileValue(value) || isDirectoryValue(value)) return value;
    return mapped(value, take);
  };
  const taken = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, names.includes(name) ? take(value) : value]),
  );
  if (values.size === 0) return { inputs, secrets: noSecrets };
  // A run that is in memory only has no folder, and is never taken up.
  if (existsSync(folder))
    writeFileSync(join(folder, fileName), JSON.stringify(Object.fromEntries(values)), { mode: 0o600, flag: "wx" });
  return { inputs: taken, secrets: createSecrets(values, folder, hidden) };
}

/** Reads the secrets of a run that is taken up. @throws `SECRET_MISSING` */
export function readSecrets(folder: string, hidden: Hidden): RunSecrets {
  const file = join(folder, fileName);
  try {
    const values = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
    return createSecrets(new Map(Object.entries(values)), folder, hidden);
  } catch (cause) {
    throw new SluiceError("SECRET_MISSING", `the secrets of the run cannot be read from ${file}`, {
      hint: "Start the run anew: its secrets are nowhere else.",
      cause,
    });
  }
}

function createSecrets(values: ReadonlyMap<string, string>, folder: string, hidden: Hidden): RunSecrets {
  for (const value of values.values()) hidden.add(value);
  const names = [...values.keys()];
  const known = [...values].filter(([, value]) => value.length >= shortest);
  // Long ones first: one may be part of another.
  known.sort(([, one], [, other]) => other.length - one.length);
  const has = (value: Json): boolean =>
    typeof value === "string"
      ? value.includes("(secret-") && names.some((name) => value.includes(name))
      : typeof value === "object" && value !== null && Object.values(value as JsonObject).some(has);
  const concealText = (text: string): string =>
    known.reduce((left, [name, value]) => (left.includes(value) ? left.replaceAll(value, () => name) : left), text);
  const revealText = (text: string): string =>
    text.includes("(secret-")
      ? names.reduce((left, name) => left.replaceAll(name, () => values.get(name) ?? ""), text)
      : text;
  const conceal = (value: Json): Json => (typeof value === "string" ? concealText(value) : mapped(value, conceal));
  const reveal = (value: Json): Json => (typeof value === "string" ? revealText(value) : mapped(value, reveal));
  return {
    has,
    conceal: (value) => conceal(value) as typeof value,
    reveal: (value) => reveal(value as Json) as typeof value,
    clean(staging, outputs) {
      const kept = new Set<string>();
      visitFiles(outputs, (file) => void kept.add(placeOf(file) ?? ""));
      for (const entry of staging) {
        if (entry.type !== "literal" || !has(entry.contents) || isInside(entry.target, kept)) continue;
        rmSync(entry.target, { force: true });
      }
    },
    forget: () => rmSync(join(folder, fileName), { force: true }),
  };
}

function mapped(value: Json, change: (part: Json) => Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(change);
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, part]) => [key, change(part)]));
}
