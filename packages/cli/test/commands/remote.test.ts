import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Sandbox, type Finished } from "../support/sandbox.ts";

const files: Readonly<Record<string, string>> = {
  "/flows/flow.cwl": `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: { expressionLib: [{ $include: lib.js }] }, ScatterFeatureRequirement: {}, StepInputExpressionRequirement: {} }
inputs:
  texts: { type: "File[]" }
  extra: { type: File, default: { class: File, location: ../data/extra.txt } }
outputs:
  all: { type: "File[]", outputSource: each/out }
  sizes: { type: "int[]", outputSource: size/size }
  same: { type: File, outputSource: extra }
steps:
  each: { run: "../tools/cat.cwl", scatter: text, in: { text: texts, extra: extra }, out: [out] }
  size:
    run: { class: ExpressionTool, inputs: { file: { type: File, loadContents: true } }, outputs: { size: int }, expression: "\${ return { size: lengthOf(inputs.file.contents) }; }" }
    scatter: file
    in: { file: texts }
    out: [size]
`,
  "/flows/lib.js": "function lengthOf(text) { return text.length; }",
  "/tools/cat.cwl": `cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  text: { type: File, inputBinding: { position: 1 } }
  extra: { type: File, inputBinding: { position: 2 } }
  more: { type: File, default: { class: File, location: ../data/more.txt }, inputBinding: { position: 3 } }
stdout: out.txt
outputs: { out: stdout }
`,
  "/formats.ttl":
    "<http://formats.example.org/csv> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://formats.example.org/text> .",
  "/nosy/include.cwl": nosy("doc: { $include: 'file:///etc/passwd' }"),
  "/nosy/run.cwl": `cwlVersion: v1.2
class: Workflow
inputs: []
outputs: []
steps: { a: { in: [], out: [], run: file:///etc/passwd } }
`,
  "/nosy/default.cwl": nosy("inputs: { a: { type: File, default: { class: File, location: file:///etc/passwd } } }"),
  "/nosy/redirected.cwl": nosy("doc: { $include: /to-file }"),
  "/nosy/made.cwl": maker("{ o: Any }", '${ return { o: { class: "File", location: "file:///etc/passwd" } }; }'),
  "/nosy/listed.cwl": maker(
    "{ o: Any }",
    '${ return { o: { class: "Directory", basename: "d", listing: [{ class: "File", path: "/etc/passwd" }] } }; }',
  ),
  "/nosy/passed.cwl": `cwlVersion: v1.2
class: Workflow
requirements: { InlineJavascriptRequirement: {}, StepInputExpressionRequirement: {} }
inputs: { x: File? }
outputs: { o: { type: Any, outputSource: a/o } }
steps:
  a: { run: own.cwl, in: { x: { valueFrom: '\${ return { class: "File", location: "file:///etc/passwd" }; }' } }, out: [o] }
`,
  "/nosy/own.cwl": maker("{ o: Any }", "$({ o: inputs.x })"),
  "/data/one.txt": "one\n",
  "/data/extra.txt": "extra\n",
  "/data/more.txt": "more\n",
};

function maker(outputs: string, expression: string): string {
  const requirements = "requirements: { InlineJavascriptRequirement: {} }\ninputs: { x: Any? }";
  return `cwlVersion: v1.2\nclass: ExpressionTool\n${requirements}\noutputs: ${outputs}\nexpression: '${expression}'\n`;
}

function nosy(line: string): string {
  const inputs = line.startsWith("inputs") ? "" : "inputs: []\n";
  return `cwlVersion: v1.2\nclass: CommandLineTool\nbaseCommand: cat\n${inputs}outputs: []\n${line}\n`;
}

let sandbox: Sandbox;
let server: Server;
let base: string;
let asked: string[];
beforeAll(async () => {
  // The environment that runs the tests may have a proxy.
  process.env["NO_PROXY"] = "127.0.0.1";
  sandbox = new Sandbox();
  server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const text = files[url];
    if (url === "/to-file") return void response.writeHead(302, { location: "file:///etc/passwd" }).end();
    if (text === undefined) response.writeHead(404).end();
    else response.end(text);
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.write("two.txt", "two\n");
  sandbox.write("job.json", JSON.stringify({ texts: [file(`${base}/data/one.txt`), file("two.txt")] }));
  sandbox.write("gone.json", JSON.stringify({ texts: [file(`${base}/data/gone.txt`)] }));
}, 60_000);
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await new Promise((closed) => void server.close(closed));
  sandbox[Symbol.dispose]();
});

function file(location: string): object {
  return { class: "File", location };
}

function sluice(...argv: string[]): Promise<Finished> {
  return sandbox.start(...argv).finished;
}

describe("documents and files of other machines", () => {
  test("are fetched, each once a run", async () => {
    const { status, stdout, stderr } = await sluice(
      "run",
      "-q",
      `${base}/flows/flow.cwl`,
      "job.json",
      "--outdir",
      "out",
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      all: [{ basename: "out.txt" }, { basename: "out_2.txt" }],
      sizes: [4, 4],
      // What is only passed on stays where it is.
      same: { location: `${base}/data/extra.txt`, size: 6 },
    });
    expect(sandbox.read("out/out.txt")).toBe("one\nextra\nmore\n");
    expect(sandbox.read("out/out_2.txt")).toBe("two\nextra\nmore\n");
    const needed = Object.keys(files).filter((name) => name !== "/formats.ttl" && !name.startsWith("/nosy/"));
    expect(asked.toSorted()).toEqual(needed.toSorted());
  }, 30_000);

  test("may be ontologies, which are fetched for a check that needs them", async () => {
    const format = "http://formats.example.org/";
    const tool = (schemas: string): string => `cwlVersion: v1.2
class: CommandLineTool
$namespaces: { f: "${format}" }
$schemas: [ "${schemas}" ]
baseCommand: cat
inputs: { text: { type: File, format: f:text, inputBinding: {} } }
stdout: out.txt
outputs: { out: stdout }
`;
    sandbox.write("typed.cwl", tool(`${base}/formats.ttl`));
    sandbox.write("typed.json", JSON.stringify({ text: { ...file("two.txt"), format: `${format}csv` } }));
    expect((await sluice("validate", "typed.cwl")).status).toBe(0);
    expect(asked).toEqual([]);
    expect(await sluice("run", "-q", "typed.cwl", "typed.json", "--outdir", "typed")).toMatchObject({ status: 0 });
    expect(asked).toEqual(["/formats.ttl"]);
    sandbox.write("lost.cwl", tool(`${base}/lost.ttl`));
    const lost = await sluice("run", "-q", "lost.cwl", "typed.json", "--outdir", "typed");
    expect(lost.status).toBe(1);
    expect(lost.stderr).toContain("an ontology of $schemas is left out");
    expect(lost.stderr).toContain("needs a File of format");
  }, 30_000);

  test("are named when they are not there", async () => {
    const missing = await sluice("run", "-q", `${base}/flows/flow.cwl`, "gone.json");
    expect(missing.stderr).toContain(
      `TRANSFER_FAILED: ${base}/data/gone.txt cannot be fetched: the server answers 404`,
    );
    expect(missing.status).toBe(1);
    const none = await sluice("validate", `${base}/flows/none.cwl`);
    expect(none.stderr).toContain(`TRANSFER_FAILED: ${base}/flows/none.cwl cannot be fetched`);
    expect(none.status).toBe(1);
  }, 30_000);

  test("are packed by what they hold, files by where they are", async () => {
    const { stdout, status } = await sluice("pack", `${base}/flows/flow.cwl`);
    expect(status).toBe(0);
    expect(stdout).toContain(`${base}/data/more.txt`);
    expect(asked).toEqual(["/flows/flow.cwl", "/flows/lib.js", "/tools/cat.cwl"]);
    const deps = await sluice("print-deps", `${base}/flows/flow.cwl`);
    expect(deps.stdout).toContain(`"location": "${base}/tools/cat.cwl"`);
    expect(deps.stdout).not.toContain(pathToFileURL("/").href);
  }, 30_000);

  test.each(["include", "run", "default", "redirected"])(
    "may not have files of this machine read (%s)",
    async (name) => {
      for (const command of [["pack"], ["validate"], ["inputs"], ["run", "-q"]]) {
        const { status, stdout, stderr } = await sluice(...command, `${base}/nosy/${name}.cwl`);
        expect(stdout.replace("{}\n", "")).toBe("");
        expect(stderr).toMatch(
          name === "redirected"
            ? /TRANSFER_FAILED: .*redirects to file:/
            : /\/nosy\/\w+\.cwl:\d+:\d+: CWL_REFERENCE: a document that was fetched names the file \/etc\/passwd/,
        );
        expect(status).toBe(1);
      }
    },
  );

  test("may not make Files of what they were not given", async () => {
    for (const name of ["made", "listed", "passed"]) {
      const { status, stderr } = await sluice("run", "-q", `${base}/nosy/${name}.cwl`, "--outdir", "made");
      expect([name, status, stderr]).toEqual([name, 1, expect.stringMatching(/CWL_REFERENCE: .* \W\/etc\/passwd\W/)]);
    }
    // What the user gives is theirs to hand on, and so is what the user allows.
    sandbox.write("given.json", JSON.stringify({ x: { class: "File", path: "one.txt" } }));
    sandbox.write("one.txt", "one\n");
    const own = await sluice("run", "-q", `${base}/nosy/own.cwl`, "given.json", "--outdir", "made");
    expect([own.stderr, own.status]).toEqual(["", 0]);
    const allowed = await sluice("run", "-q", "--allow-local-files", `${base}/nosy/made.cwl`, "--outdir", "made");
    expect(allowed).toMatchObject({ status: 0, stdout: expect.stringContaining("passwd") as string });
  }, 30_000);

  test("may, where the user allows it", async () => {
    const { status, stdout } = await sluice("pack", "--allow-local-files", `${base}/nosy/default.cwl`);
    expect([status, stdout]).toEqual([0, expect.stringContaining("file:///etc/passwd")]);
  });
});
