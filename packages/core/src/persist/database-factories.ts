import { SluiceError, type DatabaseFactory } from "@sluice/contracts";
import { resolve } from "node:path";
import { defaultHome } from "./default-home.ts";
import { createMemoryDatabase } from "./memory-database.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";

/** Journals on disk. Option `home`: the folder that holds the runs; relative to the configuration file. */
export const sqliteDatabaseFactory = {
  create({ options, configDir }) {
    const { home, ...rest } = options;
    const unknown = Object.keys(rest)[0];
    if (unknown !== undefined) throw new SluiceError("CONFIG_INVALID", `The database sqlite has no option ${unknown}.`);
    if (home === undefined) return createSqliteDatabase({ home: defaultHome() });
    if (typeof home !== "string")
      throw new SluiceError("CONFIG_INVALID", "The option home of the database sqlite is a path.");
    return createSqliteDatabase({ home: resolve(configDir, home) });
  },
} satisfies DatabaseFactory;

/** Journals that die with the process. */
export const memoryDatabaseFactory = {
  create({ options }) {
    const unknown = Object.keys(options)[0];
    if (unknown !== undefined) throw new SluiceError("CONFIG_INVALID", `The database memory has no option ${unknown}.`);
    return createMemoryDatabase();
  },
} satisfies DatabaseFactory;
