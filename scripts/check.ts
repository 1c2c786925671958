/**
 * Everything that CI checks and that needs no daemon, each step by name and time.
 *
 *     npm run check [-- STEP… | --after-test]
 */
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root, workspacePackages } from "./workspace.ts";

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const step = (name: string, ...command: string[]): Step => ({ name, command });

const build = step("build", "npm", "run", "-s", "build");
const tests = step("test", "vitest", "run");
const steps: readonly Step[] = [
  step("types", "tsc", "-p", "tsconfig.json"),
  step("type-tests", "tsc", "-p", "tsconfig.typetest.json"),
  step("lint", "oxlint", "--type-aware", "--deny-warnings"),
  step("layers", "node", "scripts/check-layers.ts"),
  step("format", "oxfmt", "--check"),
  step("house", "node", "scripts/check-house.ts"),
  step("errors", "node", "scripts/generate-errors.ts", "--check"),
  step("reference", "node", "--conditions=@sluice/source", "scripts/generate-reference.ts", "--check"),
  step("cwl-tables", "node", "packages/cwl/scripts/generate-salad-tables.ts", "packages/cwl/schemas", "--check"),
  step("api", "node", "scripts/api.ts"),
  step("unused", "knip", "--no-progress", "--no-config-hints"),
  ...workspacePackages().map(({ folder }) =>
    step(
      `package:${basename(folder)}`,
      "sh",
      "-c",
      'publint --strict "$0" && attw --pack "$0" --profile esm-only --no-emoji --no-color',
      folder,
    ),
  ),
];

const options = process.argv.slice(2);
const wanted = options.filter((option) => !option.startsWith("--"));
// `npm test` builds, checks types and runs the tests itself.
const done = options.includes("--after-test") ? ["build", "types", "type-tests", "test"] : [];
const chosen = [build, ...steps, tests].filter((entry) => !done.includes(entry.name));
const unknown = wanted.filter((name) => !chosen.some((entry) => entry.name === name));
if (unknown.length > 0) {
  console.error(`check: no step ${unknown.join(", ")}; there are ${chosen.map((entry) => entry.name).join(" ")}`);
  process.exit(2);
}

let failed = 0;
const queue = chosen.filter((entry) => wanted.length === 0 || wanted.includes(entry.name));

// What follows reads what the build writes, and the tests want the machine for themselves.
if (queue[0] === build) await runNext();
const last = queue.at(-1) === tests ? queue.pop() : undefined;
await Promise.all([worker(), worker()]);
if (last !== undefined) queue.push(last);
await worker();

const total = (wanted.length === 0 ? chosen : wanted).length;
console.log(`check: ${total - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function worker(): Promise<void> {
  while (queue.length > 0) await runNext();
}

async function runNext(): Promise<void> {
  const next = queue.shift();
  if (next === undefined) return;
  const started = performance.now();
  const { status, output } = await run(next.command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${next.name.padEnd(22)} ${seconds.padStart(5)} s`);
  if (status === 0) return;
  failed++;
  console.log(
    `     $ ${next.command.join(" ")}\n${stripVTControlCharacters(output).trimEnd().replace(/^/gm, "     ")}`,
  );
}

function run([command = "", ...args]: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
  });
}
