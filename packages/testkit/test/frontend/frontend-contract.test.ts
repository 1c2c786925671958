import { pathToFileURL } from "node:url";
import { readFile, writeFile } from "node:fs/promises";
import { SluiceError, type Frontend, type LoadedWorkflow, type WorkflowGraph } from "@sluice/contracts";
import { temporaryFolder } from "../../src/fakes/index.ts";
import { frontendContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const graph: WorkflowGraph = {
  format: 1,
  name: "sample",
  frontend: "lines",
  inputs: { n: "/n" },
  outputs: { double: "/double/out" },
  ports: { "/n": { depth: 0 }, "/double/out": { depth: 0 } },
  steps: {
    "/double": {
      kind: "transform",
      depth: 0,
      inputs: { n: { port: "/n" } },
      outputs: { out: "/double/out" },
      operation: { name: "lines.double", version: 1, params: {} },
    },
  },
  definitions: {},
};

const loaded = (document: string): LoadedWorkflow => ({
  name: "sample",
  inputs: [{ name: "n", type: "int", required: true, flag: false, list: false }],
  outputs: [{ name: "double", type: "int" }],
  warnings: [],
  documents: [pathToFileURL(document).href],
  readInputs: async ({ texts }) => {
    for (const name of Object.keys(texts))
      if (name !== "n") throw new SluiceError("USAGE", `there is no input '${name}'`);
    if (!texts["n"]) throw new SluiceError("USAGE", "input 'n' is missing");
    return { inputs: { n: Number(texts["n"][0]) }, warnings: [] };
  },
  translate: async ({ inputs }) => ({ graph: structuredClone(graph), inputs, warnings: [] }),
});

/** A language of one word. */
const good: Frontend = {
  extensions: [".lines"],
  detect: ({ text }) => text.startsWith("double"),
  load: async ({ document, signal }) => {
    signal.throwIfAborted();
    const text = await readFile(document, "utf8").catch(() => {
      throw new SluiceError("FILE_NOT_FOUND", `there is no ${document}`);
    });
    if (text === "double\n") return loaded(document);
    const position = { file: document, line: 1, column: 1 };
    throw new SluiceError("YAML_SYNTAX", "it does not say double", { position });
  },
};

const loading = (change: (good: LoadedWorkflow) => Partial<LoadedWorkflow>): Frontend => ({
  ...good,
  load: async (input) => {
    const workflow = await good.load(input);
    return { ...workflow, ...change(workflow) };
  },
});
const translating = (change: (graph: WorkflowGraph) => Partial<WorkflowGraph>): Frontend =>
  loading((workflow) => ({
    translate: async (input) => {
      const made = await workflow.translate(input);
      return { ...made, graph: { ...made.graph, ...change(made.graph) } };
    },
  }));
let number = 0;
let current = "";

describeSuite<Frontend>({
  name: "front-end",
  contract: (test, frontend, wrapped) =>
    frontendContract({
      test,
      wrapped,
      factory: async () => {
        const folder = await temporaryFolder();
        await writeFile(folder.at("ok.lines"), "double\n");
        await writeFile(folder.at("bad.lines"), "treble\n");
        return {
          frontend,
          document: folder.at("ok.lines"),
          faulty: folder.at("bad.lines"),
          texts: { n: ["3"] },
          inputs: { n: 3 },
          [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
        };
      },
    }),
  good,
  broken: {
    "takes every document for its own": {
      fake: { ...good, detect: () => true },
      caughtBy: "documents: it tells its documents from others",
    },
    "parses what is not its own": {
      fake: { ...good, detect: ({ text }) => text.startsWith("double") || Boolean(JSON.parse(text)) },
      caughtBy: "documents: it tells its documents from others",
    },
    "does not say where a fault is": {
      fake: {
        ...good,
        load: (input) =>
          good.load(input).catch((error: SluiceError) => {
            throw new SluiceError(error.code, error.message);
          }),
      },
      caughtBy: "documents: a faulty document is a coded error that says where",
    },
    "throws what has no code": {
      fake: {
        ...good,
        load: (input) =>
          good.load(input).catch((error: SluiceError) => {
            throw new Error(error.message);
          }),
      },
      caughtBy: "documents: a document that does not exist is a coded error",
    },
    "does not hear of aborts": {
      fake: { ...good, load: (input) => good.load({ ...input, signal: new AbortController().signal }) },
      caughtBy: "documents: an aborted signal is heard",
    },
    "leaves texts as they are": {
      fake: loading(() => ({ readInputs: async ({ texts }) => ({ inputs: texts, warnings: [] }) })),
      caughtBy: "translation: texts become inputs",
    },
    "takes inputs that do not exist": {
      fake: loading((workflow) => ({
        readInputs: (input) => workflow.readInputs({ ...input, texts: { n: input.texts["n"] ?? ["1"] } }),
      })),
      caughtBy: "translation: an unknown input is a coded error",
    },
    "makes graphs whose parts do not fit": {
      fake: translating(() => ({ outputs: { double: "/nowhere" } })),
      caughtBy: "translation: its parts fit together",
    },
    "reads from ports that nothing writes to": {
      fake: translating((made) => ({
        ports: { ...made.ports, "/other": { depth: 0 } },
        outputs: { double: "/other" },
      })),
      caughtBy: "translation: its parts fit together",
    },
    "changes the inputs in their place": {
      fake: loading((workflow) => ({
        translate: ({ inputs }) => workflow.translate({ inputs: Object.assign(inputs, { n: 3 }) }),
      })),
      caughtBy: "translation: the graph is plain data",
    },
    "names what it read by paths": {
      fake: loading(({ documents }) => ({ documents: documents.map((each) => each.replace("file://", "")) })),
      caughtBy: "documents: a document is described",
    },
    "knows one document at a time": {
      fake: {
        ...good,
        load: async (input) => {
          current = input.document;
          await readFile(input.document, "utf8").catch(() => "");
          return good.load({ ...input, document: current });
        },
      },
      caughtBy: "documents: documents that are read at the same time do not mix",
    },
    "makes another graph each time": {
      fake: translating(() => ({ name: `sample ${number++}` })),
      caughtBy: "translation: the same document with the same inputs is the same graph",
    },
    "puts what is no data into graphs": {
      fake: translating(() => ({ definitions: { now: new Date() as unknown as string } })),
      caughtBy: "translation: the graph is plain data",
    },
  },
});
