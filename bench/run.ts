// Measures Sluice against a peer or a limit in the same run and prints ratios: smaller is better.
//   npm run bench                  all cases
//   npm run bench -- --check       the same; a ratio over its limit is measured again; exits with 1 when it is over it twice
//   npm run bench -- --runs 3      fewer runs than 5
//   npm run bench -- --only cold   cases whose name contains a word
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { coldStart } from "./cases/cold-start.ts";
import { emptyHooks } from "./cases/empty-hooks.ts";
import { conformance } from "./cases/conformance.ts";
import { largeDirectory } from "./cases/large-directory.ts";
import { largeScatter } from "./cases/large-scatter.ts";
import { listExtensions } from "./cases/list-extensions.ts";
import { ontology } from "./cases/ontology.ts";
import { thousandJobs } from "./cases/thousand-jobs.ts";
import { validateLarge } from "./cases/validate-large.ts";
import { isMissed, type Ratio, type Skipped } from "./ratio.ts";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    runs: { type: "string", default: "5" },
    only: { type: "string" },
  },
});
const runs = Number(values.runs);
const bin = fileURLToPath(new URL("../packages/cli/bin/cwl-runner.js", import.meta.url));
const runner = [process.execPath, bin];
const cases = {
  "cold-start": coldStart,
  "thousand-jobs": thousandJobs,
  "large-scatter": largeScatter,
  "validate-large": validateLarge,
  "empty-hooks": emptyHooks,
  ontology,
  "list-extensions": listExtensions,
  "large-directory": largeDirectory,
  conformance,
};

const folder = mkdtempSync(join(tmpdir(), "sluice-bench-documents-"));
const results: (Ratio | Skipped)[] = [];
try {
  for (const [name, measureCase] of Object.entries(cases)) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    let measured = measureCase(folder, runner, runs);
    for (const result of measured) console.log(line(result));
    if (values.check && measured.some((result) => "value" in result && isMissed(result))) {
      // A shared machine has bad minutes: what counts is whether the limit can be met, so a miss is measured again.
      console.log(`measuring ${name} again`);
      measured = measureCase(folder, runner, runs);
      for (const result of measured) console.log(line(result));
    }
    results.push(...measured);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const missed = results.filter((result): result is Ratio => "value" in result && isMissed(result));
console.log(`${results.length} ratios, ${missed.length} missed, medians of ${runs}`);
if (values.check && missed.length > 0) process.exitCode = 1;

function line(result: Ratio | Skipped): string {
  if ("skipped" in result) return `SKIPPED  ${result.name}: ${result.skipped}`;
  const state = isMissed(result) ? "MISSED " : "met    ";
  return `${state}  ${result.value.toFixed(3)} (limit ${result.limit.toFixed(3)})  ${result.name}: ${result.detail}`;
}
