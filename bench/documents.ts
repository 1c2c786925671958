import { writeFileSync } from "node:fs";
import { join } from "node:path";

const echo = {
  class: "CommandLineTool",
  baseCommand: "echo",
  inputs: { message: { type: "int", inputBinding: {} } },
  outputs: { out: { type: "stdout" } },
};

const next = {
  class: "ExpressionTool",
  requirements: [{ class: "InlineJavascriptRequirement" }],
  inputs: { message: "int" },
  outputs: { out: "int" },
  expression: "${ return { out: inputs.message + 1 }; }",
};

function write(path: string, document: unknown): string {
  writeFileSync(path, JSON.stringify(document, undefined, 1));
  return path;
}

/** A tool that echoes one number into a file. */
export const echoTool = (folder: string): string => write(join(folder, "echo.cwl"), { cwlVersion: "v1.2", ...echo });

/** A workflow that scatters a process over a list of numbers, and the list. */
export function scatterOver(folder: string, what: "echo" | "next", count: number): { workflow: string; job: string } {
  const process = what === "echo" ? echo : next;
  const workflow = write(join(folder, `scatter-${what}.cwl`), {
    cwlVersion: "v1.2",
    class: "Workflow",
    requirements: [{ class: "ScatterFeatureRequirement" }, { class: "InlineJavascriptRequirement" }],
    inputs: { messages: "int[]" },
    outputs: { all: { type: what === "echo" ? "File[]" : "int[]", outputSource: "each/out" } },
    steps: { each: { run: process, scatter: "message", in: { message: "messages" }, out: ["out"] } },
  });
  const job = write(join(folder, `numbers-${count}.json`), {
    messages: Array.from({ length: count }, (_, index) => index),
  });
  return { workflow, job };
}

/** A tool that takes files of a format, an ontology of a size and richness as those in use, and a job that needs it. */
export function writeOntology(folder: string, classes: number): { tool: string; job: string } {
  const base = "http://formats.example.org/";
  const written = Array.from({ length: classes }, (_, at) => {
    const synonyms = Array.from(
      { length: 6 },
      (_each, number) => `<obo:exactSynonym>name ${at}.${number}</obo:exactSynonym>`,
    );
    const parent = at === 0 ? "" : `<rdfs:subClassOf rdf:resource="${base}f${Math.floor(at / 3)}"/>`;
    return `<owl:Class rdf:about="${base}f${at}"><rdfs:label>Format ${at}</rdfs:label><obo:created_in>1.${at % 9}</obo:created_in>
${synonyms.join("\n")}<obo:definition>What a file of format ${at} holds, &amp; what it is good for, in a sentence.</obo:definition>
<obo:inSubset rdf:resource="${base}formats"/>${parent}</owl:Class>`;
  });
  writeFileSync(
    join(folder, "formats.owl"),
    `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:obo="http://www.geneontology.org/formats/oboInOwl#">
${written.join("\n")}
</rdf:RDF>
`,
  );
  const tool = write(join(folder, "formats.cwl"), {
    cwlVersion: "v1.2",
    $namespaces: { f: base },
    $schemas: ["formats.owl"],
    class: "CommandLineTool",
    baseCommand: "wc",
    inputs: { reads: { type: "File", format: "f:f9", inputBinding: {} } },
    outputs: { out: { type: "stdout" } },
  });
  const reads = { class: "File", location: "formats.cwl", format: `${base}f${Math.floor(classes * 0.73)}` };
  return { tool, job: write(join(folder, "formats-job.json"), { reads }) };
}

/** A packed workflow of so many steps, each of which takes the file of the one before it. */
export function packedChain(folder: string, count: number): string {
  const tool = {
    id: "tool",
    class: "CommandLineTool",
    baseCommand: "cat",
    inputs: { x: "File", y: { type: "int?", inputBinding: { position: 1 } } },
    outputs: { out: { type: "File", outputBinding: { glob: "*" } } },
  };
  const steps = Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    run: "#tool",
    in: [
      { id: "x", source: index === 0 ? "x" : `s${index - 1}/out` },
      { id: "y", default: index },
    ],
    out: ["out"],
  }));
  const outputs = { o: { type: "File", outputSource: `s${count - 1}/out` } };
  const main = { id: "main", class: "Workflow", inputs: { x: "File" }, outputs, steps };
  return write(join(folder, `chain-${count}.cwl`), { cwlVersion: "v1.2", $graph: [tool, main] });
}

/** A workflow whose steps each run a tool in a file of its own. */
export function filesByRun(folder: string, count: number): string {
  const steps = Array.from({ length: count }, (_, index) => {
    write(join(folder, `tool-${index}.cwl`), { cwlVersion: "v1.2", ...echo });
    return { id: `s${index}`, run: `tool-${index}.cwl`, in: [{ id: "message", default: index }], out: ["out"] };
  });
  const all = { type: "File", outputSource: `s${count - 1}/out` };
  return write(join(folder, "main.cwl"), {
    cwlVersion: "v1.2",
    class: "Workflow",
    inputs: {},
    outputs: { all },
    steps,
  });
}
