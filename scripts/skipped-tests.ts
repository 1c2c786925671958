import { relative } from "node:path";
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

/** Lists what was skipped, by reason, at the end of a run of the tests. A test that is skipped without a reason fails the run. */
export class SkippedTests implements Reporter {
  #isFiltered = false;

  onInit(vitest: Vitest): void {
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    const isLeftOut = (each: TestCase): boolean => this.#isFiltered && noteOf(each) === undefined;
    const byReason = Map.groupBy(
      skipped.filter((each) => !isLeftOut(each)),
      (each) => noteOf(each) ?? "without a reason, which no test may be",
    );
    if (byReason.size === 0) return;
    console.log("\nSkipped on this machine:");
    for (const [reason, tests] of byReason) {
      console.log(`  ${reason}`);
      for (const { module, fullName } of tests)
        console.log(`    ${relative(process.cwd(), module.moduleId)}: ${fullName}`);
    }
    if (skipped.some((each) => !isLeftOut(each) && noteOf(each) === undefined)) process.exitCode = 1;
  }
}

function noteOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === "skipped" ? result.note : undefined;
}
