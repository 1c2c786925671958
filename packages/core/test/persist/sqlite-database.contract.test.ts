import { databaseContract } from "@sluice/testkit";
import { describe, test } from "vitest";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { temporaryHome } from "./temporary-home.ts";

describe.each([
  { kind: "a local file system", network: false },
  { kind: "a network file system", network: true },
])("SQLite on $kind", ({ network }) => {
  databaseContract({
    test,
    wrapped: true,
    capabilities: ["persistent"],
    factory: ({ now }) => {
      const home = temporaryHome();
      const again = () => createSqliteDatabase({ home, now, network });
      return { database: again(), again };
    },
  });
});
