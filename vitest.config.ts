import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SkippedTests } from "./scripts/skipped-tests.ts";

const conditions = ["@sluice/source", "node", "import", "module", "default"];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "plugins/*/test/**/*.test.ts", "test/**/*.test.ts"],
    reporters: ["default", new SkippedTests()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Else a machine of two cores gets one: much of what tests do is waiting for processes that they start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
