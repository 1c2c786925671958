import { describe, expect, test } from "vitest";
import { SluiceError } from "@sluice/contracts";
import { loadInputObject, loadProcess } from "../../src/load/index.ts";
import { faultsOf, tool } from "./documents.ts";

const refused = /^\d+:\d+ CWL_REFERENCE a document that was fetched names the file .* of this machine$/;

/** Loads a document that is fetched, in a world of documents by URI. */
function load(documents: Readonly<Record<string, string>>, localFiles = false): ReturnType<typeof loadProcess> {
  return loadProcess({ uri: Object.keys(documents)[0] ?? "", rules: { localFiles }, fetchText: reader(documents) });
}

function reader(documents: Readonly<Record<string, string>>): (uri: string) => Promise<string> {
  return (uri) => {
    const text = documents[uri];
    return text === undefined
      ? Promise.reject(new SluiceError("FILE_NOT_FOUND", `${uri} does not exist`))
      : Promise.resolve(text);
  };
}

const workflow = (run: string): string =>
  `cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps:\n  a: { in: [], out: [], run: ${run} }\n`;
const remote = "https://e.org/a.cwl";

describe("a document that is fetched names no file of this machine", () => {
  const ways: Readonly<Record<string, string>> = {
    "by $include": tool("doc: { $include: 'file:///w/x' }"),
    "by $import": tool("hints: { $import: 'file:///w/x' }"),
    "by $mixin": tool("hints: { X: { $mixin: 'file:///w/x' } }"),
    "with one slash": tool("doc: { $include: 'file:/w/x' }"),
    "in capitals": tool("doc: { $include: 'FILE:///w/x' }"),
    "by run": workflow("file:///w/tool.cwl"),
    "by $schemas": tool("$schemas: [file:///w/x.ttl]"),
    "by the location of a default": tool(
      "inputs: { a: { type: File, default: { class: File, location: file:///w/x } } }",
    ),
    "by the location of a default without slashes": tool(
      "inputs: { a: { type: File, default: { class: File, location: 'file:w/x' } } }",
    ),
    "by the path of a default": tool("inputs: { a: { type: File, default: { class: File, path: file:///w/x } } }"),
    "by a Directory": tool("inputs: { a: { type: Directory, default: { class: Directory, location: file:///w } } }"),
    "inside of a literal": tool(
      "inputs: { a: { type: Directory, default: { class: Directory, listing: [{ class: File, location: file:///w/x }] } } }",
    ),
    "by a secondary file": tool(
      "inputs: { a: { type: File, default: { class: File, location: x, secondaryFiles: [{ class: File, location: file:///w/x }] } } }",
    ),
    "by what it stages": tool(
      "requirements: { InitialWorkDirRequirement: { listing: [{ class: File, location: file:///w/x }] } }",
    ),
  };

  test.each(Object.entries(ways))("%s", async (_, text) => {
    expect(await faultsOf(load({ [remote]: text, "file:///w/x": "1", "file:///w/tool.cwl": tool() }))).toEqual([
      expect.stringMatching(refused),
    ]);
  });

  test("also where it is itself imported by a document of this machine", async () => {
    const documents = {
      "file:///w/a.cwl": workflow("https://e.org/b.cwl"),
      "https://e.org/b.cwl": tool("doc: { $include: 'file:///w/a.cwl' }"),
    };
    expect(await faultsOf(load(documents))).toEqual([expect.stringMatching(refused)]);
  });

  test("nor does a job that is fetched", async () => {
    for (const text of ["a: { class: File, location: file:///w/x }", "cwl:tool: file:///w/a.cwl"]) {
      const uri = "https://e.org/job.yml";
      const object = loadInputObject({ uri, fetchText: reader({ [uri]: text }) });
      expect(await faultsOf(object)).toEqual([expect.stringMatching(refused)]);
    }
  });

  test("unless that is allowed", async () => {
    const { process } = await load({ [remote]: tool("doc: { $include: 'file:///w/x' }"), "file:///w/x": "text" }, true);
    expect(process.doc).toBe("text");
  });

  test("but files beside it", async () => {
    const { process } = await load({ [remote]: tool("doc: { $include: /x }"), "https://e.org/x": "text" });
    expect(process.doc).toBe("text");
  });
});
