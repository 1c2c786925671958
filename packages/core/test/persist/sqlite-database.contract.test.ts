import { describe, test } from "vitest";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { databaseSuite } from "./database-suite.ts";
import { temporaryHome } from "./temporary-home.ts";

describe.each([
  { kind: "a local file system", network: false },
  { kind: "a network file system", network: true },
])("SQLite on $kind", ({ network }) => {
  databaseSuite({
    test,
    make: ({ now }) => Promise.resolve(createSqliteDatabase({ home: temporaryHome(), now, network })),
  });
});
