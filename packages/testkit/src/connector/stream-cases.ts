import assert from "node:assert/strict";
import { join } from "node:path";
import { assertExit, sh, type ConnectorCases } from "./connector-harness.ts";

export const streamCases: ConnectorCases = {
  "standard output and standard error go to files of their own": async ({ job, run, storage }) => {
    const made = await job(sh("echo out; echo problem >&2; echo more"));
    assertExit(await run(made), 0);
    assert.equal(await storage.read(made.stdout), "out\nmore\n");
    assert.equal(await storage.read(made.stderr), "problem\n");
  },

  "they may have awkward names": async ({ job, run, storage }) => {
    const made = await job(sh("echo out; echo problem >&2"));
    const stdout = join(made.directories.output, "st'd $out;");
    const stderr = join(made.directories.output, 'st"d err ü');
    assertExit(await run({ ...made, stdout, stderr }), 0);
    assert.equal(await storage.read(stdout), "out\n");
    assert.equal(await storage.read(stderr), "problem\n");
  },

  "standard input is the file": async ({ job, run, storage, folder }) => {
    const stdin = join(folder, "input's $file");
    const contents = "line é\n".repeat(40_000);
    await storage.write(stdin, contents);
    const made = await job(["cat"], { stdin });
    assertExit(await run(made), 0);
    assert.ok((await storage.read(made.stdout)) === contents, "what the job read is not what the file holds");
  },

  "standard input is empty without a file": async ({ job, run, storage }) => {
    const made = await job(["cat"]);
    assertExit(await run(made), 0);
    assert.equal(await storage.read(made.stdout), "");
  },

  "much output arrives whole": async ({ job, run, storage }) => {
    const made = await job(sh("i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done"));
    assertExit(await run(made), 0);
    const expected = Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join("");
    assert.ok((await storage.read(made.stdout)) === expected, "standard output is not what the job wrote");
  },
};
