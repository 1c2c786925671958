import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoadedWorkflow, FrontendContext, SluiceError } from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createOntologyFormats } from "../../src/format/ontology-formats.ts";
import { createCwlFrontend } from "../../src/frontend.ts";
import { fetchFileText } from "../../src/load/index.ts";

const base = "http://formats.example.org/";
const { signal } = new AbortController();
const evaluator = createExpressionEvaluator();
const warnings: SluiceError[] = [];
const formats = createOntologyFormats({ fetchText: fetchFileText, warn: (warning) => void warnings.push(warning) });
const frontend = createCwlFrontend({ evaluator: async () => evaluator, formats: () => formats });
let cwd: string;

/** Class n is below class n / 3: every class is below class 0, and none below a later one. */
function ontology(count: number): string {
  const classes = Array.from(
    { length: count },
    (_, at) =>
      `<owl:Class rdf:about="${base}f${at}"><rdfs:label>format ${at} &amp; co</rdfs:label>` +
      `${at === 0 ? "" : `<rdfs:subClassOf rdf:resource="${base}f${Math.floor(at / 3)}"/>`}</owl:Class>`,
  );
  return `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:owl="http://www.w3.org/2002/07/owl#">${classes.join("\n")}</rdf:RDF>`;
}

const flow = (schemas: string): string => `
cwlVersion: v1.2
class: Workflow
$namespaces: { f: "${base}" }
$schemas: ${schemas}
inputs: { reads: { type: File, format: f:f9 } }
steps: {}
outputs: {}
`;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "sluice-ontology-"));
  await writeFile(join(cwd, "onto.owl"), ontology(3000));
  await writeFile(
    join(cwd, "equal.ttl"),
    `<urn:mine> <http://www.w3.org/2002/07/owl#equivalentClass> <${base}f2999> .`,
  );
  await writeFile(join(cwd, "flow.cwl"), flow("[onto.owl, equal.ttl]"));
  await writeFile(join(cwd, "lost.cwl"), flow("[lost.owl]"));
});

afterAll(async () => {
  await evaluator[Symbol.asyncDispose]();
  await rm(cwd, { recursive: true, force: true });
});

async function check(document: string, format: string, schemas = true): Promise<unknown> {
  const loaded: LoadedWorkflow = await frontend.load({
    document: join(cwd, document),
    options: { schemas },
    context: {} as FrontendContext,
    signal,
  });
  const job = join(cwd, "job.json");
  await writeFile(job, JSON.stringify({ reads: { class: "File", location: "job.json", format } }));
  return loaded.readInputs({ file: job, texts: {}, cwd, signal });
}

test("a format below the wanted one passes, also by way of an equivalent class of another ontology", async () => {
  await check("flow.cwl", `${base}f9`);
  await check("flow.cwl", `${base}f27`);
  await check("flow.cwl", `${base}f2200`);
  await expect(check("flow.cwl", "urn:mine")).rejects.toThrow("needs a File of format");
  expect(warnings).toEqual([]);
});

test("a format that is not below the wanted one fails", async () => {
  for (const format of [`${base}f3`, `${base}f10`, `${base}f2999`, `${base}f0`, "urn:none"])
    await expect(check("flow.cwl", format)).rejects.toMatchObject({ code: "CWL_INPUT_INVALID" });
  expect(warnings).toEqual([]);
});

test("without its ontology, or when it is to be left alone, formats are compared as they are", async () => {
  await expect(check("flow.cwl", `${base}f27`, false)).rejects.toThrow("needs a File of format");
  expect(warnings).toEqual([]);
  await check("lost.cwl", `${base}f9`);
  expect(warnings).toEqual([]);
  await expect(check("lost.cwl", `${base}f27`)).rejects.toThrow("needs a File of format");
  expect(warnings).toMatchObject([
    { code: "FILE_NOT_FOUND", message: expect.stringContaining("lost.owl does not exist") },
  ]);
});
