import { executorContract } from "@sluice/testkit";
import { test } from "vitest";
import { createInlineExecutor } from "../../../src/builtin/executors/inline-executor.ts";

executorContract({ test, wrapped: true, factory: createInlineExecutor });
