import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import type { JobCommand } from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../support/sandbox.ts";

/** Words, variables and names that a shell would take apart. */
const awkward = `cwlVersion: v1.2
class: CommandLineTool
requirements:
  EnvVarRequirement: { envDef: { WORDS: "it's $HOME \\"so\\"", SERVICE_TOKEN: tiptop } }
baseCommand: [sh, -c, 'echo "$0|$WORDS|$SERVICE_TOKEN"; cat; exit "$1"']
inputs:
  text: { type: string, inputBinding: { position: 1 } }
  status: { type: int, inputBinding: { position: 2 } }
  file: { type: File }
stdin: $(inputs.file.path)
stdout: "the result.txt"
outputs: { out: stdout }
`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("awkward.cwl", awkward);
  sandbox.write("in.txt", "from the input\n");
  for (const [id, status] of [
    ["good", "0"],
    ["bad", "3"],
  ] as const) {
    const inputs = ["--text", "a 'b' $c", "--status", status, "--file", "in.txt"];
    sandbox.sluice("run", "awkward.cwl", ...inputs, "--outdir", id, "--run-id", id, "--quiet");
  }
}, 60_000);
afterAll(() => sandbox[Symbol.dispose]());

test("what a job ran is in the journal, without its secrets", () => {
  const { stdout, status } = sandbox.sluice("logs", "good", "/awkward", "--command", "--json");
  expect(status).toBe(0);
  const command = JSON.parse(stdout) as JobCommand;
  expect(command).toMatchObject({
    step: "/awkward",
    tag: "0",
    attempt: 1,
    argv: ["sh", "-c", expect.anything(), "a 'b' $c", "0"],
    environment: { WORDS: 'it\'s $HOME "so"', SERVICE_TOKEN: "***" },
  });
  expect(command.stdout).toMatch(/\/the result\.txt$/);
  expect(stdout).not.toContain("tiptop");
  expect(command.stdin).toMatch(/\/in\.txt$/);
});

test("the script in the job's folder repeats the job; what is hidden it takes from its own environment", () => {
  const [file = ""] = globSync(sandbox.path(".home/runs/bad/jobs/*/command.sh"));
  expect(readFileSync(file, "utf8")).not.toContain("tiptop");
  expect(statSync(file).mode & 0o777).toBe(0o700);
  expect(sandbox.sluice("logs", "bad", "/awkward", "--command").stdout.split("\n").slice(2)).toEqual(
    readFileSync(file, "utf8").split("\n").slice(2),
  );
  const { SERVICE_TOKEN: _token, ...environment } = process.env;
  const refused = spawnSync(file, { env: environment, encoding: "utf8" });
  expect(refused.stderr).toContain("SERVICE_TOKEN: is hidden here: set it");
  const repeated = spawnSync(file, { env: { ...environment, SERVICE_TOKEN: "mine" }, encoding: "utf8" });
  expect(repeated.status).toBe(3);
  const [result = ""] = globSync(sandbox.path(".home/runs/bad/jobs/*/out/the result.txt"));
  expect(readFileSync(result, "utf8")).toBe("a 'b' $c|it's $HOME \"so\"|mine\nfrom the input\n");
});

test("a failed step names the way to its command", () => {
  expect(sandbox.sluice("show", "bad").stdout).toContain("sluice logs bad '/awkward' --command");
  expect(sandbox.sluice("logs", "bad", "--command")).toMatchObject({ status: 2, stdout: "" });
  expect(sandbox.sluice("logs", "bad", "/awkward", "--json")).toMatchObject({ status: 2, stdout: "" });
});

test("a run that is kept only when it fails has the scripts of the jobs that failed", () => {
  const tool = (code: number): string =>
    `cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: [sh, -c, "exit ${code}"]\ninputs: {}\noutputs: {}\n`;
  sandbox.write("well.cwl", tool(0));
  sandbox.write("ill.cwl", tool(3));
  const scripts = (): string => sandbox.call(["find", sandbox.home, "-name", "command.sh", "-newer", "ill.cwl"]).stdout;
  const runner = ["--home", sandbox.home, "--quiet"];
  expect(sandbox.cwlRunner(...runner, "well.cwl").status).toBe(0);
  expect(scripts()).toBe("");
  expect(sandbox.cwlRunner(...runner, "ill.cwl").status).toBe(1);
  expect(scripts()).toMatch(/\/ill-0-\w+\/command\.sh\n$/);
});
