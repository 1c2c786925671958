// Runs the example of the quickstart with the built command, and says what was made, where, and what to try next.
import { spawnSync } from "node:child_process";
import { globSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const example = "examples/quickstart";
const results = "quickstart-results";
const sluice = "packages/cli/bin/sluice.js";

const document = `${example}/weather.cwl`;
const job = `${example}/job.yml`;

rmSync(join(root, results), { recursive: true, force: true });
const command = ["run", "--outdir", results, document, job];
console.error(`\n$ sluice ${command.join(" ")}\n`);
const run = spawnSync(process.execPath, [join(root, sluice), ...command], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
});
if (run.error !== undefined || run.status !== 0) {
  console.error(
    `quickstart: the workflow did not succeed (${run.error?.message ?? `exit ${run.status ?? run.signal}`})`,
  );
  process.exit(run.status || 1);
}

const made = globSync("**/*", { cwd: join(root, results) })
  .filter((file) => statSync(join(root, results, file)).isFile())
  .toSorted();
if (made.length === 0) {
  console.error(`quickstart: the workflow succeeded but left nothing in ${results}`);
  process.exit(1);
}
const width = Math.max(...made.map((file) => file.length));
const chart = made.find((file) => file.endsWith(".svg"));
const lines = [
  "",
  `Made, in ${join(root, results)}:`,
  ...made.map((file) => `  ${file.padEnd(width)}  ${size(join(root, results, file))}`),
  ...(chart === undefined ? [] : [`Open ${join(results, chart)} in a browser.`]),
  "",
  'Try next, with `export PATH="$PWD/node_modules/.bin:$PATH"`:',
  "  sluice list",
  "      every run that is kept, the one above first",
  `  sluice graph ${document}`,
  "      the workflow as a diagram",
  `  sluice run ${document} --help`,
  "      its inputs, with their documentation",
  `  sluice run --outdir mine ${document} ${job} --title "My title"`,
  "      the same with another input",
  `Or look into ${example}: what ran is ${document}, its inputs are in ${job}.`,
];
console.log(lines.join("\n"));

function size(file) {
  const bytes = statSync(file).size;
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
