/**
 * Runs the CWL conformance tests and compares the state of each with conformance/expected.json, in both directions:
 * a test that stopped passing is a fault, and so is one that passes although the file says that it does not.
 *
 *     node scripts/conformance.ts [--suite v1.2] [--ids a,b] [--update]
 *
 * $SLUICE_CONFORMANCE names the folder that holds `run-suite` and the suites.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { refusals } from "./conformance-refusals.ts";
import { compareStates, type Expectation, type Outcome, updatedStates } from "./conformance-states.ts";
import { root } from "./workspace.ts";

const { values: options } = parseArgs({
  options: {
    suite: { type: "string", default: "v1.2" },
    ids: { type: "string" },
    update: { type: "boolean", default: false },
  },
});
const folder = resolve(root, process.env["SLUICE_CONFORMANCE"] ?? "../shared/conformance");
const suite = join(folder, options.suite);
const env = { ...process.env, PATH: [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter) };
const expectedFile = join(root, "conformance/expected.json");

if (!existsSync(join(folder, "run-suite"))) {
  console.log(`conformance: SKIPPED, there is no run-suite in ${folder}; set SLUICE_CONFORMANCE`);
  process.exit(0);
}

const outcomes = runSuite();
const all = existsSync(expectedFile)
  ? (JSON.parse(readFileSync(expectedFile, "utf8")) as Record<string, Expectation>)
  : {};
const chosen = options.ids?.split(",");
const expected = Object.fromEntries(Object.entries(all).filter(([id]) => chosen?.includes(id) ?? true));
if (options.update) {
  const updated = { ...(chosen === undefined ? {} : all), ...updatedStates(expected, withReasons(outcomes)) };
  const lines = Object.entries(updated).map(([id, entry]) => `  ${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
  writeFileSync(expectedFile, `{\n${lines.join(",\n")}\n}\n`);
  console.log(`conformance: wrote ${lines.length} tests to conformance/expected.json`);
} else {
  const differences = compareStates(expected, outcomes);
  for (const difference of differences) console.log(difference);
  console.log(`conformance: ${outcomes.length - differences.length} passed, ${differences.length} failed`);
  if (differences.length > 0) console.log("`node scripts/conformance.ts --update` rewrites conformance/expected.json.");
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** Names the feature for which a test is refused, unless a reason is on record. */
function withReasons(found: readonly Outcome[]): readonly Outcome[] {
  const refused = found.filter(({ id, result }) => result === "unsupported" && expected[id]?.state !== result);
  const ids = refused.map((outcome) => outcome.id);
  const reasons = refusals({ driver: join(folder, "run-suite"), suite, ids, env });
  return found.map((outcome) => ({ ...outcome, reason: reasons.get(outcome.id) ?? outcome.reason ?? "" }));
}

function runSuite(): readonly Outcome[] {
  const temporary = mkdtempSync(join(tmpdir(), "sluice-conformance-"));
  try {
    const report = join(temporary, "report.json");
    const args = ["--suite", suite, "--runner", "cwl-runner", "-j", String(availableParallelism()), "--timeout", "120"];
    if (options.ids !== undefined) args.push("--ids", options.ids);
    const done = spawnSync(join(folder, "run-suite"), [...args, "--json", report], {
      cwd: root,
      env: { ...env, SLUICE_HOME: join(temporary, "home") },
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    });
    if (!existsSync(report)) {
      console.error(
        `conformance: run-suite did not finish${done.error === undefined ? "" : `: ${done.error.message}`}`,
      );
      process.exit(1);
    }
    console.log(done.stdout.trimEnd().split("\n").at(-1));
    return (JSON.parse(readFileSync(report, "utf8")) as { readonly tests: readonly Outcome[] }).tests;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
