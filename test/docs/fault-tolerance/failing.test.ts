import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect } from "vitest";
import { promisesOf } from "../support/promises.ts";
import { Scene } from "./scene.ts";

const { keep, skip, all } = promisesOf("docs/guides/fault-tolerance.md", ["A step that fails"]);
let scene: Scene;
beforeEach(() => void (scene = new Scene()));
afterEach(() => scene[Symbol.dispose]());

/** A tool that counts its starts in `starts`, and then does something. */
const tool = (script: string, more = "{}"): string => `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo start >> "$0/starts"; ${script}']
inputs: { folder: { type: string, inputBinding: {} } }
outputs: {}
requirements: ${more}
`;
const run = (name: string, ...options: string[]) =>
  scene.sluice("run", name, "--folder", scene.folder, "--run-id", "r", ...options);
/** Without the waits between attempts, which the failure manager draws. */
const patient = (options: string): string => `version: v1.0
failureManager: ${options}
workflows: { w: { type: cwl, config: { file: tool.cwl } } }
`;

/** Two independent steps: one fails at once; the other waits for hardware, or has none to wait for. */
const sideBySide = `cwlVersion: v1.2
class: Workflow
requirements: { ScatterFeatureRequirement: {} }
inputs: { folder: string, numbers: { type: "int[]", default: [1, 2, 3, 4] } }
outputs:
  fails: { type: File, outputSource: fails/out }
  others: { type: "File[]", outputSource: others/out }
steps:
  fails:
    in: { folder: folder }
    out: [out]
    run:
      class: CommandLineTool
      requirements: { ResourceRequirement: { coresMin: 1 } }
      baseCommand: [sh, -c, 'until grep -q other "$0/starts"; do sleep 0.05; done; test -e "$0/cure" || exit 3']
      inputs: { folder: { type: string, inputBinding: {} } }
      stdout: fails.txt
      outputs: { out: stdout }
  others:
    scatter: number
    in: { folder: folder, number: numbers }
    out: [out]
    run:
      class: CommandLineTool
      requirements: { ResourceRequirement: { coresMin: 1 } }
      baseCommand: [sh, -c, 'echo other >> "$0/starts"; until test -e "$0/go"; do sleep 0.05; done; echo $1']
      inputs: { folder: { type: string, inputBinding: { position: 1 } }, number: { type: int, inputBinding: { position: 2 } } }
      stdout: other.txt
      outputs: { out: stdout }
`;

function onTwoCores(): void {
  scene.write("flow.cwl", sideBySide);
  scene.write(
    "sluice.yml",
    `version: v1.0
deployments: { here: { type: local, config: { cores: 2 } } }
workflows:
  w: { type: cwl, config: { file: flow.cwl }, bindings: [{ step: /, target: { deployment: here } }] }
`,
  );
}

keep(
  [
    "`--on-error stop` (the default) starts nothing new after a step failed for good; what runs may end.",
    "A job that waits for hardware, for its inputs or for the end of a pause is left for `sluice resume`.",
  ],
  async () => {
    onTwoCores();
    const started = scene.start("run", "sluice.yml", "--folder", scene.folder, "--run-id", "r", "--outdir", "out");
    await started.seen("/fails failed");
    scene.write("go", "");
    const { status, stderr } = await started.finished;
    expect(status).toBe(1);
    // One of four had hardware beside the step that failed, and was allowed to end.
    expect([scene.starts(), stderr.match(/\/others.*completed/g)?.length]).toEqual([["other"], 1]);
    scene.write("cure", "");
    scene.resumed("r");
    expect(scene.starts()).toEqual(["other", "other", "other", "other"]);
  },
);

keep(
  [
    "`--on-error continue` goes on with everything that does not depend on it.",
    "The exit status is 1 either way, and what was made is in the run.",
    "Outputs that are there are placed and printed: a list has null for each element that is missing, an output of which there is nothing is null.",
  ],
  () => {
    onTwoCores();
    scene.write("go", "");
    const { status, stdout } = run("sluice.yml", "--on-error", "continue", "--outdir", "out");
    const { fails, others } = JSON.parse(stdout) as { fails: null; others: { path: string }[] };
    expect([fails, others.length]).toEqual([null, 4]);
    expect(others.map(({ path }) => readFileSync(path, "utf8").trim())).toEqual(["1", "2", "3", "4"]);
    expect([status, scene.starts().length]).toEqual([1, 4]);
    expect(scene.sluice("show", "r").stdout).toMatch(/\/others +4 +0 +0/);
  },
);

keep("Before that, the failure manager decides whether the attempt is repeated.", () => {
  scene.write("tool.cwl", tool('test $(wc -l < "$0/starts") -ge 2 || kill -9 $$'));
  expect(run("tool.cwl", "--retries", "1")).toMatchObject({ status: 0 });
  expect(scene.starts()).toHaveLength(2);
});

keep(
  "The default one (`default`; `rollback` is the same under the name that StreamFlow's files use) repeats what *may* succeed another time, and only if it is allowed to:",
  () => {
    scene.write("tool.cwl", tool('test $(wc -l < "$0/starts") -ge 2 || kill -9 $$'));
    for (const type of ["default", "rollback"]) {
      scene.write("sluice.yml", patient(`{ type: ${type}, config: { max_retries: 1, retry_delay: 0.01 } }`));
      scene.write("starts", "");
      expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder)).toMatchObject({ status: 0 });
    }
    scene.write("starts", "");
    expect(run("tool.cwl").stderr).toContain("JOB_KILLED");
    expect(scene.starts().filter((line) => line === "start")).toHaveLength(1);
  },
);

skip("the heads of the table", "it is worth another attempt | it is not");
keep(
  [
    "`JOB_KILLED`: ended by a signal that Sluice did not send | `JOB_FAILED`: an exit code that means failure",
    "an exit code among the tool's `temporaryFailCodes` |",
  ],
  () => {
    const startsOf = (script: string, before = ""): number => {
      scene.write("starts", "");
      scene.write("tool.cwl", `${tool(script)}${before}`);
      scene.write("sluice.yml", patient("{ config: { max_retries: 1, retry_delay: 0.01 } }"));
      expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder).status).toBe(1);
      return scene.starts().filter((line) => line === "start").length;
    };
    expect([startsOf("kill -9 $$"), startsOf("exit 3"), startsOf("exit 75", "temporaryFailCodes: [75]\n")]).toEqual([
      2, 1, 2,
    ]);
  },
);
keep("`JOB_LOST`: vanished without a result | `JOB_TIMEOUT`, `JOB_START`, `STAGING_FAILED`", () => {
  scene.write("sluice.yml", patient("{ config: { max_retries: 1, retry_delay: 0.01 } }"));
  scene.write("tool.cwl", tool("sleep 60", "{ ToolTimeLimit: { timelimit: 1 } }"));
  expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder).stderr).toContain("JOB_TIMEOUT");
  expect(scene.starts()).toHaveLength(1);
  scene.write("tool.cwl", tool("").replace(/baseCommand: .*/, "baseCommand: /no/such/program"));
  const { status, stderr } = scene.sluice("run", "sluice.yml", "--folder", scene.folder);
  expect([status, stderr]).toEqual([1, expect.not.stringContaining("trying again")]);
});
skip(
  "test of fetching inputs: packages/cli/test/commands/remote.test.ts, and of documents: test/errors",
  "`TRANSFER_FAILED`: could not be fetched, for the moment | everything that is wrong with a document or a value",
  "The column *again* of the error codes has the rest.",
);

keep(
  "`--retries N`, or the option `max_retries`, allows N repetitions of a step (whichever is more; by default none).",
  () => {
    scene.write("tool.cwl", tool("kill -9 $$"));
    scene.write("sluice.yml", patient("{ config: { max_retries: 1, retry_delay: 0.01 } }"));
    expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder, "--retries", "2").status).toBe(1);
    expect(scene.starts()).toHaveLength(3);
    scene.write("starts", "");
    expect(run("tool.cwl").status).toBe(1);
    expect(scene.starts().filter((line) => line === "start")).toHaveLength(1);
  },
);

keep(
  "Pauses double from at most one second to at most a minute, drawn at random; `retry_delay` makes them equal.",
  () => {
    scene.write("tool.cwl", tool("kill -9 $$"));
    scene.write("sluice.yml", patient("{ config: { max_retries: 3, retry_delay: 0.25 } }"));
    expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder, "--run-id", "equal").status).toBe(1);
    expect(run("tool.cwl", "--retries", "2").status).toBe(1);
    expect(pauses("equal")).toEqual([250, 250, 250]);
    const drawn = pauses("r");
    expect(drawn).toHaveLength(2);
    drawn.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThanOrEqual(1000 * 2 ** index);
    });
  },
);

/** The pauses that the journal has for a run, in milliseconds. */
function pauses(of: string): number[] {
  using db = new DatabaseSync(scene.path(".home", "runs", of, "run.db"), { readOnly: true });
  const rows = db.prepare("SELECT data FROM events WHERE type = 'step_failed' ORDER BY seq").all();
  const events = rows.map(({ data }) => JSON.parse(String(data)) as { retry?: { delayMs: number } });
  return events.flatMap(({ retry }) => (retry ? [retry.delayMs] : []));
}

keep(
  "Failures are counted over the whole life of a run; attempts that were stopped, or lost while no engine ran, are not.",
  async () => {
    scene.write("tool.cwl", tool('until test -e "$0/go"; do sleep 0.05; done; kill -9 $$'));
    scene.write("sluice.yml", patient("{ config: { max_retries: 2, retry_delay: 0.01 } }"));
    const first = scene.start("run", "sluice.yml", "--folder", scene.folder, "--run-id", "r");
    await scene.untilStarts(1);
    first.child.kill("SIGINT");
    expect((await first.finished).status).toBe(130);
    scene.write("go", "");
    expect(scene.sluice("resume", "r").status).toBe(1);
    // One that was stopped, and three that failed.
    expect(scene.starts()).toHaveLength(4);
    // All that was allowed is used up: one more, because somebody asked for it.
    expect(scene.sluice("resume", "r").status).toBe(1);
    expect(scene.starts()).toHaveLength(5);
  },
);

keep("Each failure is in the journal, with the decision, and is told to hooks.", () => {
  scene.write("tool.cwl", tool("kill -9 $$"));
  scene.write(
    "hear.mjs",
    'export default { name: "hear", version: "1.0.0", engine: "*", setup(host) { host.hook("onNodeError", ({ error }) => host.logger.info(`heard ${error.code}`)); } };',
  );
  const { stderr } = run("tool.cwl", "--retries", "1", "--plugin", "./hear.mjs", "--debug");
  expect(stderr.match(/heard JOB_KILLED/g)).toHaveLength(2);
  expect(pauses("r")).toHaveLength(1);
});

keep("`failureManager: { enabled: false }` repeats nothing, whatever `--retries` says.", () => {
  scene.write("tool.cwl", tool("kill -9 $$"));
  scene.write("sluice.yml", patient("{ enabled: false }"));
  expect(scene.sluice("run", "sluice.yml", "--folder", scene.folder, "--retries", "3").status).toBe(1);
  expect(scene.starts()).toHaveLength(1);
});
skip(
  "packages/core/test/engine/run.test.ts",
  "A manager that asks for a pause that is no number of milliseconds from 0 (negative, NaN, infinite) is refused, and the attempt has failed for good; pauses may be as long as they like.",
);
skip(
  "examples/plugins/retry-exit-codes is one",
  "A manager of your own may look at exit codes, places, or a budget: failure-manager.",
);

skip(
  "packages/cli/test/commands/exhaustion.test.ts and packages/core/test/persist/disk-full.test.ts",
  "What the machine lacks for the moment is no failure: space on the disk (`ENOSPC`, `EDQUOT`), open files (`EMFILE`, `ENFILE`), processes (`EAGAIN`), memory (`ENOMEM`).",
  "The engine says so once, waits until something of the run ends or a pause is over, tries again, and says once that it goes on; nothing is lost and no attempt is counted.",
  "A full disk is waited for as long as it takes.",
  "Where anything else is lacking for five minutes while no job of the run is running, the step fails with `SYSTEM_LIMIT`, which names it; the run can be resumed.",
);
keep("What a *job* itself lacks is seen in its exit code.", () => {
  scene.write("tool.cwl", tool("ulimit -n 3; cat /dev/null || exit 24"));
  expect(run("tool.cwl").stderr).toContain("exit code 24");
});

all();
