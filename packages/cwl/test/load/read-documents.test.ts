import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadInputObject, loadProcess } from "../../src/load/index.ts";
import { faultsOf, tool } from "./documents.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sluice-load-"))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("a path may have an id after it, and a hash mark in it", async () => {
  const path = await file("a#b c.cwl", tool("id: t"));
  for (const given of [path, `${path}#t`]) {
    const { process, documents } = await loadProcess({ path: given });
    expect(process.id).toMatch(/a%23b%20c\.cwl#t$/);
    expect(documents).toHaveLength(1);
  }
});

test("a byte order mark and Windows line ends do no harm", async () => {
  const path = await file("bom.cwl", `\uFEFF${tool("labell: x").replaceAll("\n", "\r\n")}`);
  expect(await faultsOf(loadProcess({ path }))).toEqual([
    "3:1 CWL_INVALID CommandLineTool has no field 'labell' in CWL v1.2",
  ]);
});

test("binary files and text in other encodings are refused", async () => {
  const binary = await file("binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]));
  expect(await faultsOf(loadProcess({ path: binary }))).toEqual([
    "1:1 YAML_SYNTAX this is a binary file, not YAML or JSON",
  ]);
  const latin = await file("latin.yml", Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  expect(await faultsOf(loadInputObject({ path: latin }))).toEqual(["1:1 YAML_SYNTAX the file is not valid UTF-8"]);
});

test("what is missing or a directory is said so", async () => {
  await expect(loadProcess({ path: join(folder, "no.cwl") })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expect(loadProcess({ path: folder })).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("an aborted load ends", async () => {
  const path = await file("ok.cwl", tool());
  await expect(loadProcess({ path, signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow("stopped");
});
