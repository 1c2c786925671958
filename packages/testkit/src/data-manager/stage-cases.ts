import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { StagingEntry } from "@sluice/contracts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import { sampleLocation } from "../suite/samples.ts";
import type { DataCases, DataHarness } from "./data-manager-contract.ts";

const location = sampleLocation("here");
const text = (path: string): Promise<string> => readFile(path, "utf8");
const stage = ({ manager, folder, signal }: DataHarness, ...entries: StagingEntry[]): Promise<void> =>
  manager.stage({ entries, location, directory: folder.at("job"), signal });
const input = (source: string, target: string, writable = false): StagingEntry => ({
  type: "input",
  source,
  target,
  writable,
});

export const stageCases: DataCases = {
  "everything finds its place, and twice is once": async (harness) => {
    const { folder, file } = harness;
    const at = (name: string): string => folder.at("job", name);
    await file("user/dir/sub/two");
    const entries: StagingEntry[] = [
      { type: "directory", target: at("out/deep") },
      input(await file("user/file"), at("in/file")),
      input(folder.at("user/dir"), at("in/dir")),
      input(folder.at("user/file"), at("copy"), true),
      input(folder.at("user/dir"), at("dir copy"), true),
      { type: "literal", contents: "é\n", target: at("text/a.txt") },
      { type: "literal", contents: "#!/bin/sh\n", target: at("script"), executable: true },
    ];
    for (let time = 0; time < 2; time++) {
      await stage(harness, ...entries);
      assert.ok((await stat(at("out/deep"))).isDirectory());
      assert.equal(await text(at("in/file")), "user/file");
      assert.equal(await text(at("in/dir/sub/two")), "user/dir/sub/two");
      assert.equal(await text(at("copy")), "user/file");
      assert.equal(await text(at("dir copy/sub/two")), "user/dir/sub/two");
      assert.equal(await text(at("text/a.txt")), "é\n");
      assert.notEqual((await stat(at("script"))).mode & 0o100, 0);
    }
  },

  "sources may be URIs of files": async (harness) => {
    const { folder, file } = harness;
    const path = await file("user/a b%é#?.txt", "x");
    await stage(harness, input(pathToFileURL(path).href, folder.at("job/x")));
    assert.equal(await text(folder.at("job/x")), "x");
  },

  "a job cannot change the source through what it may write": async (harness) => {
    const { folder, file } = harness;
    await file("user/dir/one");
    const source = await file("user/file");
    await stage(
      harness,
      input(source, folder.at("job/copy"), true),
      input(folder.at("user/dir"), folder.at("job/dir"), true),
      input(source, folder.at("job/literal")),
      { type: "literal", contents: "mine", target: folder.at("job/literal") },
    );
    await writeFile(folder.at("job/copy"), "changed");
    await writeFile(folder.at("job/dir/one"), "changed");
    assert.equal(await text(source), "user/file");
    assert.equal(await text(folder.at("user/dir/one")), "user/dir/one");
    assert.equal(await text(folder.at("job/literal")), "mine");
  },

  "a program stays one, and what a job may write can be written": async (harness) => {
    const { folder, file } = harness;
    const [program, locked] = [await file("user/program", "#!/bin/sh\n"), await file("user/locked", "text")];
    await chmod(program, 0o755);
    await chmod(locked, 0o444);
    await stage(
      harness,
      input(program, folder.at("job/in/program")),
      input(program, folder.at("job/program"), true),
      input(locked, folder.at("job/locked"), true),
    );
    for (const name of ["in/program", "program"])
      assert.notEqual((await stat(folder.at("job", name))).mode & 0o100, 0, `${name} cannot be run`);
    assert.notEqual((await stat(folder.at("job/locked"))).mode & 0o200, 0, "the copy cannot be written");
  },

  "a source that does not exist is an error that names it": async (harness) => {
    const { folder } = harness;
    const missing = folder.at("user/none");
    const { message } = await rejects("STAGING_FAILED", () => stage(harness, input(missing, folder.at("job/x"))));
    assert.ok(message.includes(missing), `the message does not name ${missing}: ${message}`);
  },

  "temporary files are removed, outputs stay, and twice is once": async ({ manager, folder, file, signal }) => {
    const job = folder.at("job");
    const directories = {
      job,
      output: folder.at("job/out"),
      temporary: folder.at("job/tmp"),
      staging: folder.at("job/in"),
    };
    await file("job/tmp/deep/file");
    await file("job/out/result", "result");
    await mkdir(directories.staging);
    for (let time = 0; time < 2; time++) await manager.release({ directories, location, signal });
    assert.ok(!existsSync(directories.temporary));
    assert.equal(await text(folder.at("job/out/result")), "result");
  },

  "an aborted signal is heard": async ({ manager, folder, file }) => {
    const entries = [input(await file("user/file"), folder.at("job/x"), true)];
    await refusesAborted({
      stage: (signal) => manager.stage({ entries, location, directory: folder.at("job"), signal }),
    });
  },
};
