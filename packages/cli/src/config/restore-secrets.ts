import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { ConfigFile } from "./config-file.ts";
import { deploymentsOf } from "./config-file.ts";
import { pathText, type ConfigPath } from "./config-document.ts";
import { openDocument } from "./open-document.ts";
import { configKind } from "./read-config.ts";
import { setAt, valueAt } from "./read-texts.ts";
import type { RedactedPlace } from "./redact-origin.ts";
import { wholeText } from "../plugins/whole-text.ts";

/**
 * Puts the secrets that were left out of a run's origin back into it, from the configuration file that had them.
 * @throws `SECRET_MISSING` when the file is gone or does not have them any more; whatever is wrong with the file
 */
export async function restoreSecrets(
  origin: JsonObject,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Promise<JsonObject> {
  const places = (origin["redacted"] ?? []) as unknown as readonly RedactedPlace[];
  const [first] = places;
  if (first === undefined) return origin;
  const named = valueAt(origin, ["environment", "configFile"]);
  const file = typeof named === "string" ? named : "";
  const text = await readFile(file, wholeText).catch((cause: unknown) => {
    throw missing(first.from, file, "and that file cannot be read any more", cause);
  });
  const kind = configKind(file);
  const document = await openDocument({ file, text, kind, configDir: dirname(file), variables });
  document.throwIfFaulty();
  const whole = document.value();
  const restored = structuredClone(origin);
  for (const { at, from } of places) {
    const value = valueAt(whole, pathInFile(whole, from));
    if (value === undefined) throw missing(from, file, "where nothing is there any more");
    setAt(restored, at, value);
  }
  return restored;
}

/** Deployments may stand under their old name. */
function pathInFile(whole: Json, from: ConfigPath): ConfigPath {
  const [first, ...rest] = from;
  if (first !== "deployments" || typeof whole !== "object" || whole === null) return from;
  return [deploymentsOf(whole as unknown as ConfigFile).key, ...rest];
}

function missing(from: ConfigPath, file: string, what: string, cause?: unknown): SluiceError {
  const message = `the run needs the secret at ${pathText(from)} of ${file}, ${what}`;
  const hint =
    "Secrets are never stored with a run: put the file back, or start the run anew with a reference under secrets:.";
  return new SluiceError("SECRET_MISSING", message, { hint, cause });
}
