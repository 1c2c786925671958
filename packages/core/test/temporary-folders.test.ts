import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTemporaryFolder, sweepTemporaryFolders } from "../src/temporary-folders.ts";

let folder: string;
let before: string | undefined;
beforeEach(() => {
  before = process.env["TMPDIR"];
  folder = mkdtempSync(join(tmpdir(), "sluice sweep "));
  process.env["TMPDIR"] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  rmSync(folder, { recursive: true });
});

/** Number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn("true");
  await new Promise((end) => child.on("close", end));
  return child.pid ?? 0;
}

test("the folders of processes that are gone are removed, those of living ones and of others stay", async () => {
  const own = makeTemporaryFolder();
  const [, machine = ""] = /^(.*)-\d+-\w*-\w{6}$/.exec(basename(own)) ?? [];
  const gone = await endedProcess();
  const make = (name: string): string => {
    mkdirSync(join(dirname(own), name));
    writeFileSync(join(dirname(own), name, "file"), "");
    return join(dirname(own), name);
  };
  const left = [make(`${machine}-${gone}-12345-abcdef`), make(`${machine}-${process.pid}-1-abcdef`)];
  const others = [
    own,
    make(`${machine.replace(/.$/, "~")}-${gone}-12345-abcdef`),
    make("sluice-temporary-notes"),
    make(`somebody-${gone}-12345-abcdef`),
  ];
  for (const path of others) utimesSync(path, new Date(0), new Date(0));
  await sweepTemporaryFolders();
  expect(left.map((path) => existsSync(path))).toEqual([false, false]);
  expect(others.map((path) => existsSync(path))).toEqual(others.map(() => true));
});
