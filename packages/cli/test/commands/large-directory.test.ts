import { afterEach, beforeEach, expect, test } from "vitest";
import { commandPath } from "../support/built-command.ts";
import { makeManyFiles } from "../support/many-files.ts";
import { Sandbox } from "../support/sandbox.ts";

const many = 30_000;
/** Between these the memory for garbage grows no more, but that for entries would, in any form, by more than is allowed here. */
const large = 15_000;
const larger = 120_000;
const allowed = 26e6;

const placed = (writable: boolean): object => ({
  class: "InitialWorkDirRequirement",
  listing: [{ entry: "$(inputs.folder)", entryname: "folder", writable }],
});
const tool = (cwlVersion: string, more: object): string =>
  JSON.stringify({
    cwlVersion,
    class: "CommandLineTool",
    inputs: { folder: { type: "Directory", inputBinding: {} } },
    stdout: "count.txt",
    outputs: { count: "stdout" },
    baseCommand: ["sh", "-c", 'ls -U "$0" | wc -l'],
    ...more,
  });

let sandbox: Sandbox;
beforeEach(() => void (sandbox = new Sandbox()));
afterEach(() => sandbox[Symbol.dispose]());

/** Peak resident memory in bytes of a run on so many files. Its tool must count them right. */
function peakOf(files: number, ...options: string[]): number {
  const folder = `files-${files}`;
  makeManyFiles(sandbox.path(folder), files);
  const hook = new URL("../../../../bench/report-peak.mjs", import.meta.url).href;
  // A small young generation, for garbage is not what is measured.
  const node = [process.execPath, "--max-semi-space-size=1", `--import=${hook}`];
  const command = [commandPath("cwl-runner"), "--quiet", "--outdir", "out", ...options, "tool.cwl", "--folder", folder];
  const ended = sandbox.call(["env", `SLUICE_BENCH_PEAK=${sandbox.path("peak")}`, ...node, ...command]);
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(Number(sandbox.read("out/count.txt"))).toBe(files);
  return Number(sandbox.read("peak"));
}

const count = ["sh", "-c", "ls -U folder | wc -l"];
test.each<[string, string, string[]]>([
  ["that is an input", tool("v1.2", {}), []],
  ["that is an input of a v1.0 tool which looks at no listing", tool("v1.0", {}), []],
  ["that the job may change", tool("v1.2", { requirements: [placed(true)], baseCommand: count }), []],
  ["that is looked up in the cache", tool("v1.2", {}), ["--cache", "cache"]],
])("no entries are held of a large directory %s", { timeout: 120_000 }, (_how, document, options) => {
  sandbox.write("tool.cwl", document);
  const base = peakOf(large, ...options);
  expect(peakOf(larger, ...options) - base).toBeLessThan(allowed);
});

test("listings are loaded where they are asked for, however long", { timeout: 120_000 }, () => {
  makeManyFiles(sandbox.path("many-files"), many);
  const listed = (cwlVersion: string, more: object[]): string =>
    tool(cwlVersion, {
      requirements: [{ class: "InlineJavascriptRequirement" }, ...more],
      baseCommand: ["echo"],
      inputs: { folder: "Directory" },
      arguments: ["$(inputs.folder.listing.length)"],
    });
  for (const document of [
    listed("v1.2", [{ class: "LoadListingRequirement", loadListing: "shallow_listing" }]),
    listed("v1.2", [{ class: "LoadListingRequirement", loadListing: "deep_listing" }]),
    listed("v1.0", []),
  ]) {
    sandbox.write("tool.cwl", document);
    const ended = sandbox.cwlRunner("--quiet", "--outdir", "out", "tool.cwl", "--folder", "many-files");
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(Number(sandbox.read("out/count.txt"))).toBe(many);
  }
});

test("a large directory as an output comes with its listing", { timeout: 120_000 }, () => {
  makeManyFiles(sandbox.path("many-files"), many);
  const outputs = { copy: { type: "Directory", outputBinding: { glob: "folder" } } };
  sandbox.write("tool.cwl", tool("v1.2", { requirements: [placed(true)], baseCommand: "true", outputs }));
  const run = '"$@" --quiet --outdir out tool.cwl --folder many-files > outputs.json';
  expect(sandbox.call(["sh", "-c", run, "sh", process.execPath, commandPath("cwl-runner")]).status).toBe(0);
  const { copy } = JSON.parse(sandbox.read("outputs.json")) as { copy: { listing: { basename: string }[] } };
  expect(copy.listing).toHaveLength(many);
  expect(copy.listing[1]?.basename).toBe("file-1.txt");
});

test("something can be placed into a large directory", { timeout: 120_000 }, () => {
  makeManyFiles(sandbox.path("many-files"), many);
  const listing = [
    { entry: "$(inputs.folder)", entryname: "folder" },
    { entry: "text", entryname: "folder/more.txt" },
  ];
  const requirements = [{ class: "InitialWorkDirRequirement", listing }];
  sandbox.write("tool.cwl", tool("v1.2", { requirements, baseCommand: count }));
  expect(sandbox.cwlRunner("--quiet", "--outdir", "out", "tool.cwl", "--folder", "many-files")).toMatchObject({
    status: 0,
  });
  expect(Number(sandbox.read("out/count.txt"))).toBe(many + 1);
});
