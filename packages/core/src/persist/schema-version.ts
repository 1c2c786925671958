import { SluiceError } from "@sluice/contracts";
import type { DatabaseSync } from "node:sqlite";
import { applicationId, type RunSchema } from "./run-schema.ts";

export function readSchemaVersion(db: DatabaseSync): number {
  return readPragma(db, "user_version");
}

/**
 * The version of a file's schema.
 * @throws `JOURNAL_CORRUPT` when it is no run at all, `JOURNAL_NEWER` when a newer Sluice made it
 */
export function checkSchemaVersion(
  db: DatabaseSync,
  { path, schema }: { readonly path: string; readonly schema: RunSchema },
): number {
  if (readPragma(db, "application_id") !== applicationId) {
    throw new SluiceError("JOURNAL_CORRUPT", `${path} is not a run of Sluice.`);
  }
  const version = readSchemaVersion(db);
  if (version > schema.version) {
    throw new SluiceError(
      "JOURNAL_NEWER",
      `${path} has schema version ${version}; this Sluice reads up to version ${schema.version}.`,
      {
        hint: "Use the Sluice that wrote it, or a newer one.",
      },
    );
  }
  return version;
}

function readPragma(db: DatabaseSync, name: "user_version" | "application_id"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
