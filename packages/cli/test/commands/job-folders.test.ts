import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";
import { sumEvents } from "../support/sum-events.ts";

const copyTool = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo "read $0" >&2; cat "$0"']
inputs: { file: { type: File, inputBinding: {} } }
stdout: copy.txt
outputs: { copy: stdout }
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.write("copy.cwl", copyTool);
  sandbox.write("a.txt", "first\n");
  sandbox.write("b.txt", "second\n");
  sandbox.write(
    "sluice.yml",
    `version: v1.0
deployments:
  here: { type: local, workdir: ${sandbox.path("scratch")} }
workflows:
  copy:
    type: cwl
    config: { file: copy.cwl }
    bindings: [{ step: /, target: { deployment: here } }]
`,
  );
});
afterEach(() => sandbox[Symbol.dispose]());

const run = (file: string, ...more: string[]) =>
  sandbox.sluice("run", "sluice.yml", "--file", file, "--run-id", "nightly", "--outdir", `out-${file}`, ...more);
const jobFolders = () =>
  readdirSync(sandbox.path("scratch/nightly")).map((name) => sandbox.path("scratch/nightly", name));

/** Changes what the journal says of where a job was. */
function moveInJournal(home: string, from: string, to: string): void {
  const db = new DatabaseSync(join(home, "runs/nightly/run.db"));
  const { changes } = db
    .prepare("UPDATE events SET data = replace(data, ?, ?) WHERE type = 'job_scheduled'")
    .run(from, to);
  sumEvents(db);
  db.close();
  expect(changes).toBe(1);
}

describe("the folders of jobs in a workdir", () => {
  test("are for their user alone, as runs are", () => {
    const before = process.umask(0o000);
    try {
      expect(run("a.txt").status).toBe(0);
    } finally {
      process.umask(before);
    }
    for (const folder of [sandbox.path("scratch/nightly"), ...jobFolders()])
      expect([folder, statSync(folder).mode & 0o777]).toEqual([folder, 0o700]);
  });

  test("of an earlier run of the same name are not taken for its own", () => {
    expect(run("a.txt").status).toBe(0);
    // As if it were removed by hand, or its home were lost.
    rmSync(sandbox.path(".home/runs/nightly"), { recursive: true });
    rmSync(sandbox.path(".home/catalogue.db"), { force: true });
    const second = run("b.txt");
    expect([second.status, sandbox.read("out-b.txt/copy.txt")]).toEqual([0, "second\n"]);
  });

  test("go with rm, and nothing else does", () => {
    expect(run("a.txt").status).toBe(0);
    const [folder = ""] = jobFolders();
    writeFileSync(sandbox.path("scratch/mine.txt"), "mine");
    const { status, stderr } = sandbox.sluice("rm", "nightly");
    expect([status, stderr]).toEqual([0, "removed nightly\n"]);
    expect([existsSync(folder), existsSync(dirname(folder)), sandbox.read("scratch/mine.txt")]).toEqual([
      false,
      false,
      "mine",
    ]);
    expect(run("b.txt").status).toBe(0);
    expect(sandbox.read("out-b.txt/copy.txt")).toBe("second\n");
  });

  test("go with gc, which keeps what jobs wrote to their streams", () => {
    expect(run("a.txt").status).toBe(0);
    const [folder = ""] = jobFolders();
    const dry = sandbox.sluice("gc", "--dry-run");
    expect(dry.stdout).toContain(`would remove ${dirname(folder)} (`);
    expect(existsSync(join(folder, "out"))).toBe(true);
    expect(sandbox.sluice("gc").stdout).toContain(`removed ${dirname(folder)} (`);
    expect(readdirSync(folder)).toEqual(["stderr"]);
    expect(sandbox.sluice("logs", "nightly", "/copy", "--stream", "stderr").stdout).toMatch(/^read \/.*a\.txt\n$/);
    expect(sandbox.read("out-a.txt/copy.txt")).toBe("first\n");
    expect(sandbox.sluice("gc").stderr).toBe("There is nothing to remove.\n");
    expect(sandbox.sluice("rm", "nightly").status).toBe(0);
    expect(existsSync(dirname(folder))).toBe(false);
  });

  test.each([
    ["somebody's own folder", (_folder: string, mine: string) => mine],
    ["a folder above", (folder: string) => dirname(folder)],
    ["a way round", (folder: string, mine: string) => `${folder}/../../../${mine.split("/").at(-1)}`],
    ["a folder of another run", (folder: string) => folder.replace("/nightly/", "/weekly/")],
    ["a folder of another job", (folder: string) => `${folder.slice(0, -8)}00000000`],
  ])("are not removed where a journal names %s", (_what, forge) => {
    expect(run("a.txt").status).toBe(0);
    const [folder = ""] = jobFolders();
    const mine = sandbox.path("mine");
    const forged = forge(folder, mine);
    mkdirSync(mine);
    writeFileSync(join(mine, "thesis.txt"), "years of work");
    if (!existsSync(forged)) mkdirSync(forged, { recursive: true });
    writeFileSync(join(forged, "kept.txt"), "kept");
    moveInJournal(sandbox.home, folder, forged);
    for (const command of ["gc", "rm"]) {
      const { stderr } = sandbox.sluice(command, ...(command === "rm" ? ["nightly"] : []));
      expect(stderr).toContain(`warning: left behind of nightly on here/localhost: ${forged} (`);
    }
    expect(readFileSync(join(forged, "kept.txt"), "utf8")).toBe("kept");
    expect(readFileSync(join(mine, "thesis.txt"), "utf8")).toBe("years of work");
  });
});

test("gc keeps the logs of jobs in the run's own folder", () => {
  const { status } = sandbox.sluice("run", "copy.cwl", "--file", "a.txt", "--run-id", "own", "--outdir", "out");
  expect(status).toBe(0);
  const before = sandbox.sluice("logs", "own", "/copy").stdout;
  const history = sandbox.sluice("logs", "own").stdout;
  expect(before).toContain("read /");
  expect(sandbox.sluice("gc").status).toBe(0);
  expect(sandbox.sluice("logs", "own", "/copy").stdout).toBe(before);
  expect(sandbox.sluice("logs", "own").stdout).toBe(history);
  const [job = ""] = readdirSync(sandbox.path(".home/runs/own/jobs"));
  expect(readdirSync(sandbox.path(".home/runs/own/jobs", job))).toEqual(["stderr"]);
});

test("rm removes a run whose journal cannot be read, and says what it does not know", () => {
  expect(run("a.txt").status).toBe(0);
  const db = new DatabaseSync(join(sandbox.home, "runs/nightly/run.db"));
  db.exec("UPDATE events SET data = '{' WHERE type = 'run_created'");
  db.close();
  const { status, stderr } = sandbox.sluice("rm", "nightly");
  expect(stderr).toContain("warning: its journal does not say where jobs had folders: ");
  expect([status, existsSync(sandbox.path(".home/runs/nightly"))]).toEqual([0, false]);
});

test("a run that is not kept leaves nothing in a workdir", () => {
  const { status, stderr } = sandbox.cwlRunner(
    "--quiet",
    "--streamflow-file",
    "sluice.yml",
    "--outdir",
    "out",
    "copy.cwl",
    "--file",
    "a.txt",
  );
  expect([status, stderr]).toEqual([0, ""]);
  expect(readdirSync(sandbox.path("scratch"))).toEqual([]);
});
