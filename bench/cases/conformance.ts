import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isInstalled } from "../measure.ts";
import { seconds, type Ratio, type Skipped } from "../ratio.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const name = "the conformance suite, one test after the other, against cwltool";

/** The tests that need no container, once by each runner: the suite is a median by itself. */
export function conformance(folder: string, runner: readonly string[]): (Ratio | Skipped)[] {
  const suites = resolve(root, process.env["SLUICE_CONFORMANCE"] ?? "../shared/conformance");
  const driver = join(suites, "run-suite");
  if (!existsSync(driver)) return [{ name, skipped: `there is no run-suite in ${suites}; set SLUICE_CONFORMANCE` }];
  if (!isInstalled("cwltool")) return [{ name, skipped: "cwltool is not installed" }];

  const suite = join(suites, "v1.2");
  const ids = withoutContainers();
  const run = (command: string, log: string): Figures => {
    const report = join(folder, `${log}.json`);
    const begin = performance.now();
    const args = ["--suite", suite, "--runner", command, "--ids", ids.join(), "-j", "1", "--json", report];
    const done = spawnSync(driver, args, {
      cwd: root,
      env: { ...process.env, SLUICE_HOME: join(folder, "conformance-home") },
      encoding: "utf8",
    });
    const wall = (performance.now() - begin) / 1000;
    if (!existsSync(report)) throw new Error(`${driver} did not finish with ${command}:\n${done.stderr.slice(-2000)}`);
    const { tests } = JSON.parse(readFileSync(report, "utf8")) as { readonly tests: readonly { result: string }[] };
    return { wall, passed: tests.filter(({ result }) => result === "pass").length };
  };
  const ours = run(runner.join(" "), "sluice");
  // It would ask for containers where a document only recommends them.
  const theirs = run("cwltool --no-container", "cwltool");
  const passed = `${ours.passed} and ${theirs.passed} of ${ids.length} tests passed`;
  const detail = `${seconds(ours.wall)} / ${seconds(theirs.wall)}, ${passed}`;
  return [{ name, value: ours.wall / theirs.wall, limit: 1 / 4, detail }];
}

interface Figures {
  readonly wall: number;
  readonly passed: number;
}

/** The tests that this runner passes: it runs no containers. */
function withoutContainers(): string[] {
  const states = JSON.parse(readFileSync(join(root, "conformance/expected.json"), "utf8")) as Record<
    string,
    { readonly state: string }
  >;
  return Object.entries(states)
    .filter(([, { state }]) => state === "pass")
    .map(([id]) => id);
}
