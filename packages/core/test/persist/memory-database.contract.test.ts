import { databaseContract } from "@sluice/testkit";
import { test } from "vitest";
import { createMemoryDatabase } from "../../src/persist/index.ts";

databaseContract({ test, wrapped: true, factory: ({ now }) => ({ database: createMemoryDatabase({ now }) }) });
