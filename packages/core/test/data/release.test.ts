import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataManager, JobDirectories, Location } from "@sluice/contracts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../src/data/index.ts";

const home = mkdtempSync(join(tmpdir(), "sluice-release-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const location: Location = { name: "here", deployment: "local", local: true };
const { signal } = new AbortController();

let manager: DataManager;
let jobs: string;
beforeEach(() => {
  manager = defaultDataManagerFactory.create({});
  jobs = mkdtempSync(join(home, "run-"));
});

function directoriesOf(name: string): JobDirectories {
  const job = join(jobs, name);
  return { job, output: join(job, "out"), temporary: join(job, "tmp"), staging: join(job, "in") };
}

/** Begins a job: its folders are made. */
async function stage(name: string): Promise<JobDirectories> {
  const directories = directoriesOf(name);
  const entries = [directories.output, directories.temporary].map((target) => ({ type: "directory", target }) as const);
  await manager.stage({ entries, location, directory: directories.job, signal });
  return directories;
}

const release = (directories: JobDirectories): Promise<void> => manager.release({ directories, location, signal });
const inode = (path: string): number => lstatSync(path).ino;

test("temporary files go, outputs stay, and a second time does nothing", async () => {
  const directories = await stage("a");
  mkdirSync(join(directories.temporary, "deep"));
  writeFileSync(join(directories.temporary, "deep", "file"), "x");
  writeFileSync(join(directories.output, "result"), "x");
  await release(directories);
  await release(directories);
  expect(existsSync(directories.temporary)).toBe(false);
  expect(existsSync(join(directories.output, "result"))).toBe(true);
});

test("an empty folder for temporary files is that of the next job", async () => {
  const first = await stage("a");
  const known = inode(first.temporary);
  await release(first);
  const second = await stage("b");
  // Whichever of its folders it is, the job has both, and they are empty.
  expect([inode(second.output), inode(second.temporary)]).toContain(known);
  expect(existsSync(first.temporary)).toBe(false);
  const third = await stage("c");
  expect(existsSync(third.temporary)).toBe(true);
});

test("a job of another run does not get it", async () => {
  const first = await stage("a");
  const known = inode(first.temporary);
  await release(first);
  jobs = mkdtempSync(join(home, "run-"));
  const second = await stage("b");
  expect(inode(second.output)).not.toBe(known);
  expect(inode(second.temporary)).not.toBe(known);
  expect(existsSync(first.temporary)).toBe(true);
});

test("what is there already stays, though there is a folder to be used again", async () => {
  const first = await stage("a");
  const second = directoriesOf("b");
  mkdirSync(second.output, { recursive: true });
  writeFileSync(join(second.output, "kept"), "x");
  await release(first);
  await stage("b");
  expect(existsSync(join(second.output, "kept"))).toBe(true);
  expect(existsSync(second.temporary)).toBe(true);
});

test.each<[string, (folder: string) => void]>([
  ["whose mode a job changed", (folder) => chmodSync(folder, 0o500)],
  [
    "that a job replaced by a link",
    (folder) => {
      rmSync(folder, { recursive: true });
      symlinkSync(home, folder);
    },
  ],
])("a folder %s is not used again", async (_case, change) => {
  const first = await stage("a");
  change(first.temporary);
  await release(first);
  const second = await stage("b");
  for (const folder of [second.output, second.temporary]) {
    expect(lstatSync(folder).isDirectory()).toBe(true);
    expect(lstatSync(folder).mode & 0o200).not.toBe(0);
  }
  expect(existsSync(home)).toBe(true);
});
