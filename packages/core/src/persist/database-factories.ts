import { SluiceError, type DatabaseFactory, type Json } from "@sluice/contracts";
import { resolve } from "node:path";
import { defaultHome } from "./default-home.ts";
import { createMemoryDatabase } from "./memory-database.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";

/**
 * Journals on disk. Options: `home`, the folder that holds the runs; or `connection`, as configurations of StreamFlow have it: `:memory:`, or the
 * path of a file beside which the runs are kept, in a folder of the same name with `.runs` behind it. Both are relative to the configuration
 * file. `timeout` and `mmap_size` are understood and change nothing: no run shares its file with another.
 */
export const sqliteDatabaseFactory = {
  create({ options, configDir }) {
    const { home, connection, timeout: _timeout, mmap_size: _mapped, ...rest } = options;
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined) throw new SluiceError("CONFIG_INVALID", `The database sqlite has no option ${unknown}.`);
    const [path, beside] = [textOf(home, "home"), textOf(connection, "connection")];
    if (path !== undefined && beside !== undefined)
      throw new SluiceError("CONFIG_INVALID", "The database sqlite takes home or connection, not both.");
    if (beside === ":memory:") return createMemoryDatabase();
    if (beside !== undefined) return createSqliteDatabase({ home: `${resolve(configDir, beside)}.runs` });
    return createSqliteDatabase({ home: path === undefined ? defaultHome() : resolve(configDir, path) });
  },
} satisfies DatabaseFactory;

function textOf(value: Json | undefined, name: string): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new SluiceError("CONFIG_INVALID", `The option ${name} of the database sqlite is a path.`);
}

/** Journals that die with the process. */
export const memoryDatabaseFactory = {
  create({ options }) {
    const unknown = Object.keys(options)[0];
    if (unknown !== undefined) throw new SluiceError("CONFIG_INVALID", `The database memory has no option ${unknown}.`);
    return createMemoryDatabase();
  },
} satisfies DatabaseFactory;
