import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkSize } from "../../src/check/index.ts";
import { hasVersion, namesTool } from "../../src/frontend/detect.ts";
import { createFetchText, loadInputObject, loadProcess } from "../../src/load/index.ts";
import { parseYaml, readDocumentBytes, SourceText } from "../../src/load/yaml/index.ts";
import { faultsOf, loadFrom, tool, type Documents } from "./documents.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sluice-limits-"))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** `count` levels of workflows, each of which runs the one below it `width` times. */
function levels(count: number, width: number): Documents {
  const documents: Record<string, string> = { "0.cwl": tool() };
  for (let level = 1; level <= count; level++) {
    const steps = Array.from({ length: width }, (_, step) => `  s${step}: { run: ${level - 1}.cwl, in: [], out: [] }`);
    documents[`${level}.cwl`] = `cwlVersion: v1.2
class: Workflow
requirements: { SubworkflowFeatureRequirement: {} }
inputs: []
outputs: []
steps:
${steps.join("\n")}
`;
  }
  return documents;
}

describe("what is read", () => {
  test.each(["$include", "$import", "run"])("by %s is a file on a disk", async (keyword) => {
    const pipe = join(folder, `pipe-${keyword}`);
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    for (const path of [pipe, "/dev/zero", "/proc/self/environ", folder]) {
      const document =
        keyword === "run"
          ? `cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps:\n  a: { in: [], out: [], run: ${path} }\n`
          : tool(`doc: { ${keyword}: ${path} }`);
      const faults = await faultsOf(loadProcess({ path: await file("a.cwl", document) }));
      expect(faults).toEqual([expect.stringMatching(/^\d+:\d+ FILE_UNREADABLE .* is (?:no file|a directory)/)]);
    }
  });

  test("is no socket", async () => {
    const socket = join(folder, "s");
    const server = createServer();
    await new Promise<void>((listening) => void server.listen(socket, listening));
    await expect(readDocumentBytes(socket, { name: "s" })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await new Promise((closed) => void server.close(closed));
  });

  test("may be a pipe that the user names", async () => {
    const pipe = join(folder, "named");
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    const [read] = await Promise.all([loadInputObject({ path: pipe }), writeFile(pipe, "a: 1\n")]);
    expect(read.values).toEqual({ a: 1 });
  });

  test("has an end, also where the user names it", async () => {
    await expect(readDocumentBytes("/dev/zero", { name: "z", named: true, limit: 1000 })).rejects.toMatchObject({
      code: "DOCUMENT_LIMIT",
      message: "z is larger than 1000 bytes",
    });
  });

  test("has a limit that can be set", async () => {
    const fetchText = createFetchText(() => Promise.reject(new Error("nothing is fetched")), 60);
    const path = await file("long.cwl", tool(`doc: ${"x".repeat(60)}`));
    expect(await faultsOf(loadProcess({ path, fetchText }))).toEqual([
      expect.stringMatching(/^DOCUMENT_LIMIT .*long\.cwl is larger than 60 bytes$/),
    ]);
  });
});

describe("depth", () => {
  const deep = (text: string): string => "[".repeat(60) + text + "]".repeat(60);

  test("of aliases counts written out", async () => {
    const faults = await faultsOf(loadFrom(`a: &a ${deep("1")}\nb: &b ${deep("*a")}\n`));
    expect(faults).toEqual(["2:67 DOCUMENT_LIMIT with its aliases, the document nests deeper than 100 levels"]);
  });

  test("of imports counts written out", async () => {
    const documents = {
      "a.cwl": tool("hints: [{ class: X, y: { $import: b.yml } }]"),
      "b.yml": deep("{ $import: c.yml }"),
      "c.yml": deep("1"),
    };
    expect(await faultsOf(loadFrom(documents))).toEqual([
      expect.stringMatching(/DOCUMENT_LIMIT with its imports, the document nests deeper than 100 levels/),
    ]);
  });

  test("of workflows that run workflows is limited", async () => {
    await expect(loadFrom(levels(100, 1), "100.cwl")).resolves.toBeDefined();
    expect(await faultsOf(loadFrom(levels(3000, 1), "3000.cwl"))).toEqual([
      "7:14 DOCUMENT_LIMIT more than 100 workflows run one in the other",
    ]);
  });
});

describe("size", () => {
  test("of imports counts written out", async () => {
    const documents: Record<string, string> = { "0.yml": "1" };
    for (let level = 1; level < 20; level++)
      documents[`${level}.yml`] = `[${`{ x: { $import: ${level - 1}.yml } },`.repeat(10)}]`;
    documents["a.cwl"] = tool("hints: [{ class: X, y: { $import: 19.yml } }]");
    expect(await faultsOf(loadFrom(documents))).toEqual([
      "1:1 DOCUMENT_LIMIT with its imports written out, the document has more than 5000000 values",
    ]);
  });

  test("of a graph is counted before it is made", async () => {
    const { process } = await loadFrom(levels(8, 10), "8.cwl");
    const check = Promise.resolve().then(() => checkSize(process));
    expect(await faultsOf(check)).toEqual([
      "1:1 DOCUMENT_LIMIT the workflow has 111111110 steps, its sub-workflows written out: more than 100000",
    ]);
    expect(() => checkSize(process, { steps: 111_111_110 })).not.toThrow();
  });

  test("of a text that is all brackets or commas is known before it is parsed", () => {
    for (const text of [`[${"1,".repeat(5_100_000)}]`, "- a\n".repeat(5_100_000), "{a: b}, ".repeat(2_600_000)]) {
      expect(() => parseYaml(new SourceText("file:///w/a.yml", text))).toThrow(
        /more than 5000000 values, keys and lines/,
      );
    }
  });
});

describe("what asks for quadratic time elsewhere", () => {
  test.each([
    ["white space before keys", Array.from({ length: 4000 }, (_, line) => `${" ".repeat(line)}a:`).join("\n")],
    ["empty lines", "\n".repeat(2_000_000)],
    ["carriage returns", "\r".repeat(2_000_000)],
    ["tabs and spaces", "\t ".repeat(1_000_000)],
  ])("%s do not keep the detection busy", (_, text) => {
    expect([hasVersion(text), namesTool(text)]).toEqual([false, false]);
  });

  test("a fault in a long line is explained", async () => {
    expect(await faultsOf(loadFrom(`a: [ ${"'".repeat(400_001)}`))).toEqual([
      expect.stringMatching(/YAML_SYNTAX .* is not closed/),
    ]);
  });
});

test("names of a million slashes are read once", async () => {
  const name = `${"/".repeat(2_000_000)}a`;
  const { process } = await loadFrom(
    tool(`inputs: { f: { type: File, default: { class: File, location: "${name}" } } }`),
  );
  expect(process.inputs[0]?.default).toMatchObject({ basename: "a" });
});
