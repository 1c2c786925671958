import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Sandbox, type Finished } from "../support/sandbox.ts";

/** A workflow completes its inputs, for which they are fetched before the run is made. */
const flow = `cwlVersion: v1.2
class: Workflow
inputs: { data: File, folder: string }
outputs: { copy: { type: File, outputSource: second/copy } }
steps:
  first:
    in: { data: data, folder: folder }
    out: [copy]
    run: step.cwl
  second:
    in: { data: data, folder: folder, after: first/copy }
    out: [copy]
    run: step.cwl
`;
const step = `cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'echo >> "$0/begun"; until test -e "$0/go"; do sleep 0.05; done; cat "$1"']
inputs:
  folder: { type: string, inputBinding: { position: 1 } }
  data: { type: File, inputBinding: { position: 2 } }
  after: File?
stdout: copy.txt
outputs: { copy: stdout }
`;

let sandbox: Sandbox;
let server: Server;
let text: string;
let asked: number;
const before = { tmp: process.env["TMPDIR"], proxy: process.env["NO_PROXY"] };
beforeEach(async () => {
  sandbox = new Sandbox();
  mkdirSync(sandbox.path("tmp"));
  process.env["TMPDIR"] = sandbox.path("tmp");
  process.env["NO_PROXY"] = "127.0.0.1";
  text = "first\n";
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.end(text);
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  sandbox.write("flow.cwl", flow);
  sandbox.write("step.cwl", step);
  const data = { class: "File", location: `http://127.0.0.1:${port}/data.txt` };
  sandbox.write("job.json", JSON.stringify({ folder: sandbox.folder, data }));
});
afterEach(async () => {
  for (const [name, value] of [
    ["TMPDIR", before.tmp],
    ["NO_PROXY", before.proxy],
  ] as const) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await new Promise((closed) => void server.close(closed));
  sandbox[Symbol.dispose]();
});

const leftovers = () => readdirSync(sandbox.path("tmp")).filter((name) => name.startsWith("sluice-"));
const sluice = (...argv: string[]): Promise<Finished> => sandbox.start(...argv).finished;

test("a run that is taken up reads what it fetched before its engine was killed, and nothing is left behind", async () => {
  const run = sandbox.start("run", "flow.cwl", "job.json", "--run-id", "r", "--outdir", "out");
  while (!existsSync(sandbox.path("begun"))) await new Promise((resolve) => setTimeout(resolve, 10));
  run.child.kill("SIGKILL");
  await run.finished;
  expect([asked, leftovers().length]).toEqual([1, 1]);
  // Another command starts while the job still runs, which goes on reading its copy.
  await sluice("list");
  expect(leftovers()).toEqual([]);
  text = "second\n";
  writeFileSync(sandbox.path("go"), "");
  const resumed = await sluice("resume", "r", "--quiet");
  expect([resumed.status, resumed.stderr, sandbox.read("out/copy.txt")]).toEqual([0, "", "first\n"]);
  expect([asked, leftovers(), existsSync(sandbox.path(".home/runs/r/fetched"))]).toEqual([1, [], false]);
}, 30_000);
