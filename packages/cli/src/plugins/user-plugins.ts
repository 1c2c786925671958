import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SluiceError } from "@sluice/contracts";
import { defaultHome, makeFolders } from "@sluice/core/listing";

/** What `sluice plugin add` recorded for this user. */
export interface UserPlugins {
  /** Names of packages that are installed in the folder of the record. */
  readonly packages: readonly string[];
  /** Files and folders elsewhere. Absolute. */
  readonly paths: readonly string[];
}

const afresh = "Remove it, and add the plugins again with 'sluice plugin add'; with --no-auto-plugins it is not read.";

/** The folder that a user's plugins are installed in and recorded in. */
export function userPluginFolder(home: string | undefined): string {
  return join(home ?? defaultHome(), "plugins");
}

/** Reads the record; an empty one when there is none. @throws `PLUGIN_INVALID` for one that somebody broke */
export async function readUserPlugins(folder: string): Promise<UserPlugins> {
  const file = join(folder, "plugins.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  });
  if (text === undefined) return { packages: [], paths: [] };
  const { packages, paths } = parse(text, file);
  if (isTexts(packages) && isTexts(paths)) return { packages, paths };
  throw new SluiceError("PLUGIN_INVALID", `${file} must have the lists 'packages' and 'paths'`, {
    hint: afresh,
  });
}

/** Writes the record, whole or not at all. @throws `FILE_UNWRITABLE` */
export async function writeUserPlugins(folder: string, plugins: UserPlugins): Promise<void> {
  const file = join(folder, "plugins.json");
  try {
    makeFolders(folder, 0o700);
    await writeFile(`${file}.new`, `${JSON.stringify(plugins, undefined, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (cause) {
    throw new SluiceError("FILE_UNWRITABLE", `${file} cannot be written: ${(cause as Error).message}`, {
      hint: "The plugins of this user are recorded there; SLUICE_HOME names another folder.",
      cause,
    });
  }
}

function parse(text: string, file: string): Partial<Record<keyof UserPlugins, unknown>> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Record<keyof UserPlugins, unknown>>;
  } catch (cause) {
    throw new SluiceError("PLUGIN_INVALID", `${file} is no JSON: ${(cause as Error).message}`, {
      hint: afresh,
      cause,
    });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
