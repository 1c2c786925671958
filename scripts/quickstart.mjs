// Runs the example of the quickstart with the built command, and says what was made, where, and what to try next.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const example = "examples/quickstart";
const results = "quickstart-results";
const sluice = "node_modules/.bin/sluice";

const [document, job] = [
  ["sluice.yml", "workflow.cwl"],
  ["inputs.yml", "inputs.yaml", "job.yml", "inputs.json"],
].map((names) => names.map((name) => join(example, name)).find((file) => existsSync(join(root, file))));

if (document === undefined) {
  console.error(`quickstart: there is no workflow in ${example}`);
  process.exit(1);
}

rmSync(join(root, results), { recursive: true, force: true });
const configured = document.endsWith("sluice.yml");
const command = ["run", "--outdir", results, document, ...(configured || job === undefined ? [] : [job])];
console.error(`\n$ sluice ${command.join(" ")}\n`);
const run = spawnSync(join(root, sluice), command, {
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
const here = relative(process.cwd(), root) || ".";
const width = Math.max(...made.map((file) => file.length));
console.log(`
Made, in ${join(root, results)}:
${made.map((file) => `  ${file.padEnd(width)}  ${size(join(root, results, file))}`).join("\n")}

Try next${here === "." ? "" : `, in ${here}`}:
  export PATH="$PWD/node_modules/.bin:$PATH"   so that \`sluice\` is found, with the Node.js it needs
  sluice list                                  every run, the one above among them
  sluice graph ${document}    the workflow as a diagram
  sluice run --help ${document}    its inputs, with their documentation
  ${charts()}`);

function charts() {
  const chart = made.find((file) => file.endsWith(".svg"));
  const read = `Read ${example}/README.md, change an input, and run it again: \`npm run quickstart\`.`;
  return chart === undefined ? read : `Open ${join(results, chart)} in a browser.\n  ${read}`;
}

function size(file) {
  const bytes = statSync(file).size;
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
}
