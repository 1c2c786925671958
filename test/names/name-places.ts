import type { Json, JsonObject } from "@sluice/contracts";

/** A document, and the inputs that it is run with. */
export interface NamedCase {
  readonly document: JsonObject;
  readonly inputs: JsonObject;
}

const requirements = [{ class: "InlineJavascriptRequirement" }];
const tool = (more: JsonObject): JsonObject => ({
  cwlVersion: "v1.2",
  class: "CommandLineTool",
  requirements,
  inputs: [],
  outputs: [],
  baseCommand: ["true"],
  ...more,
});
const withWorkDir = (listing: Json, more: JsonObject = {}): NamedCase => ({
  document: tool({ requirements: [...requirements, { class: "InitialWorkDirRequirement", listing }], ...more }),
  inputs: {},
});
const yields = (value: Json): string => `\${ return ${JSON.stringify(value)}; }`;
/** Dollars of a name are not those of an expression. */
const constant = (text: string): string => yields(text);

const file = (basename: string): JsonObject => ({ class: "File", basename, contents: "theirs" });
const directory = (basename: string, ...listing: JsonObject[]): JsonObject => ({
  class: "Directory",
  basename,
  listing,
});

/** Values in which a name is at some depth. */
export const shapes: Readonly<Record<string, (name: string) => JsonObject>> = {
  "a file": (name) => file(name),
  "a directory": (name) => directory(name, file("f")),
  "a listing": (name) => directory("d", file(name)),
  "a nested listing": (name) => directory("d", directory(name, file(name), file("x"))),
  "a secondary file": (name) => ({ ...file("f"), secondaryFiles: [file(name), directory(name, file("x"))] }),
  "a secondary file of a listing": (name) => directory("d", { ...file("f"), secondaryFiles: [file(name)] }),
  "two of a name": (name) => directory("d", file(name), directory(name, file("f"))),
  "a file in the place of a folder": (name) => directory("d", file("e"), file(`e/${name}`)),
};

/** Everything in a document, a job or an output that can name a file. */
export const places: Readonly<Record<string, (name: string, value: JsonObject) => NamedCase>> = {
  "an input": (_, value) => ({ document: tool({ inputs: { x: "Any" } }), inputs: { x: value } }),
  "a path of an input": (name) => ({
    document: tool({ inputs: { x: "File" }, arguments: ["$(inputs.x)"] }),
    inputs: { x: { class: "File", path: name, basename: name } },
  }),
  "a location of an input": (name) => ({
    document: tool({ inputs: { x: "Any" } }),
    inputs: { x: { class: "Directory", location: name } },
  }),
  "a default": (_, value) => ({ document: tool({ inputs: { x: { type: "Any", default: value } } }), inputs: {} }),
  "an output that is an input": (_, value) => ({
    document: tool({
      inputs: { x: "Any" },
      outputs: { o: { type: "Any", outputBinding: { outputEval: "$(inputs.x)" } } },
    }),
    inputs: { x: value },
  }),
  "a literal in the working directory": (_, value) => withWorkDir([value]),
  "an expression in the working directory": (_, value) => withWorkDir([yields(value), yields([value])]),
  "a whole listing": (_, value) => withWorkDir(yields([value])),
  "an entry": (name, value) => withWorkDir([{ entry: yields(value), writable: name.length % 2 === 0 }]),
  "an entryname": (name) => withWorkDir([{ entryname: constant(name), entry: "text", writable: true }]),
  "an entryname of a value": (name, value) => withWorkDir([{ entryname: constant(name), entry: yields(value) }]),
  "an entry of an expression": (name, value) =>
    withWorkDir(
      yields([
        { entryname: name, entry: value },
        { entryname: `d/${name}`, entry: "text" },
      ]),
    ),
  "something in an input": (name) => {
    const { document } = withWorkDir(["$(inputs.x)", { entryname: constant(`canary/${name}`), entry: "theirs" }], {
      inputs: { x: "Directory" },
    });
    return { document, inputs: { x: { class: "Directory", path: "canary" } } };
  },
  "standard output": (name) => ({
    document: tool({
      baseCommand: ["echo", "theirs"],
      stdout: constant(name),
      stderr: "err",
      outputs: { o: "stdout" },
    }),
    inputs: {},
  }),
  "standard output over an input": (name) => {
    const { document } = withWorkDir(["$(inputs.x)"], {
      inputs: { x: "Any" },
      baseCommand: ["echo", "theirs"],
      stdout: constant(name.length % 2 === 0 ? "canary/file" : "file"),
      stderr: "err",
    });
    const x = name.length % 2 === 0 ? { class: "Directory", path: "canary" } : { class: "File", path: "canary/file" };
    return { document, inputs: { x } };
  },
  "standard error": (name) => ({ document: tool({ stderr: constant(name) }), inputs: {} }),
  "standard input": (name) => ({
    document: tool({ stdin: constant(name), baseCommand: ["cat"], stdout: "o.txt" }),
    inputs: {},
  }),
  "a glob": (name) => ({
    document: tool({
      outputs: { o: { type: "Any", outputBinding: { glob: [constant(name), constant(`*/${name}`)] } } },
    }),
    inputs: {},
  }),
  "a secondary file pattern of an input": (name) => ({
    document: tool({ inputs: { x: { type: "File", secondaryFiles: [{ pattern: constant(name), required: false }] } } }),
    inputs: { x: { class: "File", path: "canary/file" } },
  }),
  "secondary files of an expression": (_, value) => ({
    document: tool({ inputs: { x: { type: "File", secondaryFiles: yields([value]) } } }),
    inputs: { x: { class: "File", path: "canary/file" } },
  }),
  "a secondary file pattern of an output": (name) => ({
    document: tool({
      baseCommand: ["touch", "o.txt"],
      outputs: {
        o: {
          type: "File",
          outputBinding: { glob: "o.txt" },
          secondaryFiles: [{ pattern: constant(name), required: false }],
        },
      },
    }),
    inputs: {},
  }),
  "cwl.output.json": (name, value) => written({ o: [value, { class: "File", path: "o.txt", basename: name }] }),
  "a path in cwl.output.json": (name) => written({ o: { class: "File", path: name } }),
  "a location in cwl.output.json": (name) => written({ o: { class: "Directory", location: name, basename: "d" } }),
  "a value in cwl.output.json": (_, value) => written({ o: value }),
  "an output of an expression": (name, value) => ({
    document: tool({
      baseCommand: ["touch", "o.txt"],
      outputs: {
        o: {
          type: "Any",
          outputBinding: { outputEval: yields([value, { class: "File", path: name, basename: "f" }]) },
        },
        p: {
          type: "Any",
          outputBinding: {
            glob: "o.txt",
            outputEval: `\${ self[0].basename = ${JSON.stringify(name)}; return self; }`,
          },
        },
      },
    }),
    inputs: {},
  }),
  "an output of a step": (_, value) => ({
    document: {
      cwlVersion: "v1.2",
      class: "Workflow",
      requirements,
      inputs: [],
      outputs: { o: { type: "Any", outputSource: "make/o" }, p: { type: "Any", outputSource: "use/p" } },
      steps: {
        make: {
          in: [],
          out: ["o"],
          run: { class: "ExpressionTool", inputs: [], outputs: { o: "Any" }, expression: yields({ o: value }) },
        },
        use: {
          in: { x: "make/o" },
          out: ["p"],
          run: tool({
            inputs: { x: "Any" },
            requirements: [{ class: "InitialWorkDirRequirement", listing: ["$(inputs.x)"] }],
            outputs: { p: { type: "Any", outputBinding: { outputEval: "$(inputs.x)" } } },
          }),
        },
      },
    },
    inputs: {},
  }),
  "what a job is called and made of": (name) => ({
    document: tool({
      inputs: { n: { type: "string", default: name } },
      baseCommand: [
        "sh",
        "-c",
        'mkdir d && touch d/y && case "$0" in */*) ;; *) touch -- "d/$0" ;; esac; ln -s ../../../../../../canary d/x; ln -s "$0" d/e; true',
      ],
      arguments: ["$(inputs.n)"],
      outputs: {
        d: { type: "Directory", outputBinding: { glob: "d" } },
        all: { type: "Any", outputBinding: { glob: "d/*" } },
      },
    }),
    inputs: {},
  }),
  "links that a job makes": (name) => ({
    document: tool({
      inputs: { n: { type: "string", default: name } },
      baseCommand: [
        "sh",
        "-c",
        'touch a; ln -s "$0" f; mkdir d e; ln -s ../a d/f; ln -s ../e d/e; echo \'{"o":{"class":"Directory","path":"d"}}\' > e/x; ln -s e/x cwl.output.json',
      ],
      arguments: ["$(inputs.n)"],
      outputs: { o: "Directory" },
    }),
    inputs: {},
  }),
};

/** A tool that writes `cwl.output.json`. */
function written(outputs: JsonObject): NamedCase {
  const document = tool({
    inputs: { text: "string" },
    baseCommand: ["sh", "-c", 'touch o.txt; mkdir d; printf %s "$0" > cwl.output.json'],
    arguments: ["$(inputs.text)"],
    outputs: { o: "Any" },
  });
  return { document, inputs: { text: JSON.stringify(outputs) } };
}
