import { test } from "vitest";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { databaseSuite } from "./database-suite.ts";

databaseSuite({ test, make: ({ now }) => Promise.resolve(createMemoryDatabase({ now })) });
