export { currentHolder } from "./current-holder.ts";
export { memoryDatabaseFactory, sqliteDatabaseFactory } from "./database-factories.ts";
export { defaultHome } from "./default-home.ts";
export { createMemoryDatabase, type MemoryDatabaseOptions } from "./memory-database.ts";
export { removeFolder } from "./remove-folder.ts";
export { createSqliteDatabase, type SqliteDatabase, type SqliteDatabaseOptions } from "./sqlite-database.ts";
export type { SqliteRunStore } from "./sqlite-run-store.ts";
export { strayFolders } from "./stray-folders.ts";
