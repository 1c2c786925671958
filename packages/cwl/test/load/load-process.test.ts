import { describe, expect, test } from "vitest";
import type { CommandLineTool, Workflow } from "../../src/model/index.ts";
import { faultsOf, loadFrom, tool } from "./documents.ts";

async function loadTool(text: string): Promise<CommandLineTool> {
  return (await loadFrom(text)).process as CommandLineTool;
}

describe("short forms", () => {
  test("types", async () => {
    const { inputs } = await loadTool(
      tool(
        "inputs:",
        "  a: string?",
        "  b: File[]",
        "  c: int[]?",
        '  d: ["null", string, {type: array, items: Any}]',
        "  e: {type: [int]}",
      ),
    );
    expect(inputs).toEqual([
      { id: "a", type: ["null", "string"] },
      { id: "b", type: { type: "array", items: "File" } },
      { id: "c", type: ["null", { type: "array", items: "int" }] },
      { id: "d", type: ["null", "string", { type: "array", items: "Any" }] },
      { id: "e", type: "int" },
    ]);
  });

  test("secondary files", async () => {
    const { inputs } = await loadTool(
      tool("inputs:", "  a:", "    type: File", "    secondaryFiles: [.bai, ^.idx?, {pattern: .x, required: $(true)}]"),
    );
    expect(inputs[0]?.secondaryFiles).toEqual([
      { pattern: ".bai" },
      { pattern: "^.idx", required: false },
      { pattern: ".x", required: "$(true)" },
    ]);
  });

  test("standard streams", async () => {
    const loaded = await loadTool(tool("inputs: {in: stdin}", "outputs: {o: stdout, e: stderr}", "stderr: log.txt"));
    expect(loaded).toMatchObject({
      stdin: "$(inputs.in.path)",
      stdout: "o.stdout",
      stderr: "log.txt",
      inputs: [{ id: "in", type: "File" }],
      outputs: [
        { id: "o", type: "File", outputBinding: { glob: "o.stdout" } },
        { id: "e", type: "File", outputBinding: { glob: "log.txt" } },
      ],
    });
  });

  test("maps of requirements, environment and packages", async () => {
    const loaded = await loadTool(
      tool(
        "requirements:",
        "  EnvVarRequirement: {envDef: {A: x}}",
        "hints:",
        '  SoftwareRequirement: {packages: {bwa: ["https://x.org/bwa"]}}',
      ),
    );
    expect(loaded.requirements).toEqual([{ class: "EnvVarRequirement", envDef: [{ envName: "A", envValue: "x" }] }]);
    expect(loaded.hints).toEqual([
      { class: "SoftwareRequirement", packages: [{ package: "bwa", specs: ["https://x.org/bwa"] }] },
    ]);
  });
});

describe("named types", () => {
  const types =
    "  SchemaDefRequirement:\n    types:\n      - {name: kit, type: record, fields: {bait: string, next: mode}}\n      - {name: mode, type: enum, symbols: [fast, slow]}";
  const mode = { type: "enum", name: "mode", symbols: ["fast", "slow"] };
  const kit = {
    type: "record",
    name: "kit",
    fields: [
      { name: "bait", type: "string" },
      { name: "next", type: mode },
    ],
  };

  test("are replaced by what they name", async () => {
    const { inputs } = await loadTool(tool("requirements:", types, 'inputs: {a: kit, b: "#mode[]"}'));
    expect(inputs).toEqual([
      { id: "a", type: kit },
      { id: "b", type: { type: "array", items: mode } },
    ]);
  });

  test("come from an imported document", async () => {
    const { process } = await loadFrom({
      "a.cwl": tool(
        "requirements:",
        "  - class: SchemaDefRequirement",
        "    types: [{$import: t.yml}]",
        "inputs: {a: t.yml#mode}",
      ),
      "t.yml": "- {name: mode, type: enum, symbols: [fast, slow]}",
    });
    expect(process.inputs).toEqual([{ id: "a", type: mode }]);
  });

  test("an unknown one is a fault with a suggestion", async () => {
    expect(await faultsOf(loadFrom(tool("inputs:", "  a: Flie")))).toEqual([
      "4:6 CWL_REFERENCE the type 'Flie' is not known",
    ]);
  });

  test("a record that contains itself refers back to itself", async () => {
    const { inputs } = await loadTool(
      tool(
        "requirements:",
        "  SchemaDefRequirement:",
        "    types: [{name: tree, type: record, fields: {below: {type: {type: array, items: tree}}}}]",
        "inputs: {a: tree}",
      ),
    );
    const below = { type: "array", items: { type: "recursion", up: 0 } };
    expect(inputs[0]?.type).toEqual({ type: "record", name: "tree", fields: [{ name: "below", type: below }] });
  });

  test("records that contain each other are written out in each other", async () => {
    const { inputs } = await loadTool(
      tool(
        "requirements:",
        "  SchemaDefRequirement:",
        "    types:",
        "      - {name: one, type: record, fields: {two: {type: two}}}",
        "      - {name: two, type: record, fields: {one: {type: one?}, both: {type: {type: record, fields: {one: one}}}}}",
        "inputs: {a: one, b: two}",
      ),
    );
    const record = (name: string, ...fields: object[]): object => ({ type: "record", name, fields });
    const back = (up: number): object => ({ type: "recursion", up });
    const both = (type: object): object => ({
      name: "both",
      type: { type: "record", fields: [{ name: "one", type }] },
    });
    const one = record("one", {
      name: "two",
      type: record("two", { name: "one", type: ["null", back(1)] }, both(back(2))),
    });
    expect(inputs.map(({ type }) => type)).toEqual([
      one,
      record("two", { name: "one", type: ["null", one] }, both(one)),
    ]);
  });

  test("a list that contains itself is not supported", async () => {
    const own = tool(
      "requirements:",
      "  SchemaDefRequirement:",
      "    types: [{name: nest, type: array, items: nest}]",
      "inputs: {a: nest}",
    );
    expect(await faultsOf(loadFrom(own))).toEqual([
      "5:46 CWL_UNSUPPORTED the type 'nest' contains itself, and no record is between",
    ]);
  });

  test("very many that contain each other are not supported", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const fields = names.map((name) => `${name}: ${name}?`).join(", ");
    const types = names.map((name) => `      - {name: ${name}, type: record, fields: {${fields}}}`);
    const many = tool("requirements:", "  SchemaDefRequirement:", "    types:", ...types, "inputs: {a: r0}");
    const [first] = await faultsOf(loadFrom(many));
    expect(first).toContain("CWL_UNSUPPORTED the type 'r");
    expect(first).toContain("is one of too many that contain each other");
  });
});

describe("documents", () => {
  const graph = (...ids: string[]) =>
    `cwlVersion: v1.2\n$graph:\n${ids.map((id) => `- {class: CommandLineTool, id: ${id}, inputs: [], outputs: []}\n`).join("")}`;

  test("of several processes: main, the one that is named, or the only one", async () => {
    expect((await loadFrom(graph("main", "other"))).process.id).toBe("file:///w/a.cwl#main");
    expect((await loadFrom(graph("main", "other"), "a.cwl#other")).process.id).toBe("file:///w/a.cwl#other");
    expect((await loadFrom(graph("'#single'"))).process.id).toBe("file:///w/a.cwl#single");
  });

  test("of several processes without main list the choices", async () => {
    const loading = loadFrom(graph("one", "two"));
    expect(await faultsOf(loading)).toEqual([
      "3:1 CWL_REFERENCE /w/a.cwl has several processes, none of which is called 'main'",
    ]);
    await expect(loading).rejects.toMatchObject({ hint: "Choose one of: #one, #two." });
  });

  test("import, include and mix in others, each read once", async () => {
    const loaded = await loadFrom({
      "a.cwl": tool(
        "$mixin: base.yml",
        "baseCommand: {$import: command.yml}",
        "arguments:",
        "- first",
        "- $import: args.yml",
        "- $include: text.txt",
        "doc: own",
      ),
      "base.yml": "doc: theirs\nlabel: mixed in",
      "command.yml": "[echo, {$import: word.yml}]",
      "word.yml": "word",
      "args.yml": "[second, {$import: word.yml}]",
      "text.txt": "a: [not parsed",
    });
    expect(loaded.process).toMatchObject({
      doc: "own",
      label: "mixed in",
      baseCommand: ["echo", "word"],
      arguments: ["first", "second", "word", "a: [not parsed"],
    });
    expect(loaded.documents.map((uri) => uri.slice(8)).toSorted()).toEqual([
      "w/a.cwl",
      "w/args.yml",
      "w/base.yml",
      "w/command.yml",
      "w/text.txt",
      "w/word.yml",
    ]);
  });

  test("that import each other are refused", async () => {
    const documents = { "a.cwl": "{$import: b.cwl}", "b.cwl": "x:\n  $import: a.cwl" };
    expect(await faultsOf(loadFrom({ ...documents, "a.cwl": "x: {$import: b.cwl}" }))).toEqual([
      "2:12 CWL_INVALID documents import each other: /w/a.cwl → /w/b.cwl → /w/a.cwl",
    ]);
  });

  test("that are missing are reported where they are named", async () => {
    expect(await faultsOf(loadFrom(tool("doc: {$include: no.txt}")))).toEqual([
      "3:17 FILE_NOT_FOUND file:///w/no.txt does not exist",
    ]);
  });

  test("on the network are not read unless a way to read them is given", async () => {
    const { fetchFileText } = await import("../../src/load/index.ts");
    await expect(fetchFileText("https://example.org/a.cwl")).rejects.toMatchObject({ code: "CWL_UNSUPPORTED" });
  });
});

describe("workflows", () => {
  const echo = tool("inputs: {x: string, y: 'int?'}", "outputs: {o: string, p: File}");
  const workflow = (...steps: string[]) =>
    `cwlVersion: v1.2\nclass: Workflow\ninputs: {i: string, l: 'string[]'}\noutputs: {r: {type: Any, outputSource: s/o}}\nsteps:\n${steps.join("\n")}`;

  test("links and scatter have short names; a process that two steps run is one object", async () => {
    const { process } = await loadFrom({
      "a.cwl": workflow(
        "  s: {run: echo.cwl, in: {x: i}, out: [o]}",
        "  t: {run: echo.cwl, scatter: x, in: {x: [l, s/o], y: {default: 3}}, out: [{id: p}]}",
      ),
      "echo.cwl": echo,
    });
    const { steps, outputs } = process as Workflow;
    expect(outputs).toEqual([{ id: "r", type: "Any", source: [{ step: "s", output: "o" }], sourceIsList: false }]);
    expect(steps[1]).toMatchObject({
      scatter: ["x"],
      out: ["p"],
      in: [
        { id: "x", source: [{ input: "l" }, { step: "s", output: "o" }], sourceIsList: true },
        { id: "y", source: [], sourceIsList: false, default: 3 },
      ],
    });
    expect(steps[0]?.run).toBe(steps[1]?.run);
  });

  test("a hash mark in a symbol or a field is its author's own, unless a path is before it", async () => {
    const symbols = ["C#", "C", "#ff0000", "a#b/c", "#main/colour/red", "file:///w/a.cwl#main/colour/blue"];
    const fields = { "f#": "int", "g#h": "int", "#rec/i": "int" };
    const inputs = { e: { type: { type: "enum", symbols } }, r: { type: { type: "record", fields } } };
    const { process } = await loadFrom(tool(`inputs: ${JSON.stringify(inputs)}`));
    expect(process.inputs).toMatchObject([
      { type: { symbols: ["C#", "C", "#ff0000", "a#b/c", "red", "blue"] } },
      { type: { fields: [{ name: "f#" }, { name: "g#h" }, { name: "i" }] } },
    ]);
  });

  test("a packed document keeps its long names out of the model", async () => {
    const packed = {
      cwlVersion: "v1.2",
      $graph: [
        {
          class: "CommandLineTool",
          id: "#t.cwl",
          inputs: [{ id: "#t.cwl/x", type: "string" }],
          outputs: [{ id: "#t.cwl/o", type: { type: "enum", symbols: ["#t.cwl/o/a"] } }],
        },
        {
          class: "Workflow",
          id: "#main",
          inputs: [{ id: "#main/i", type: "string[]" }],
          outputs: [{ id: "#main/r", type: "string[]", outputSource: "#main/s/o" }],
          steps: [
            {
              id: "#main/s",
              run: "#t.cwl",
              scatter: "#main/s/x",
              in: [{ id: "#main/s/x", source: "#main/i" }],
              out: ["#main/s/o"],
            },
          ],
        },
      ],
    };
    const { process } = await loadFrom(JSON.stringify(packed));
    expect(process).toMatchObject({
      inputs: [{ id: "i" }],
      outputs: [{ id: "r", source: [{ step: "s", output: "o" }] }],
      steps: [
        {
          id: "s",
          scatter: ["x"],
          out: ["o"],
          in: [{ id: "x", source: [{ input: "i" }] }],
          run: { outputs: [{ id: "o", type: { symbols: ["a"] } }] },
        },
      ],
    });
  });

  test.each([
    [
      "  s: {run: echo.cwl, in: {x: j}, out: [o]}",
      "6:30 CWL_REFERENCE source 'j' is no input of the workflow and no output of a step",
    ],
    [
      "  s: {run: echo.cwl, in: {x: i}, out: [oo, o]}",
      "6:39 CWL_REFERENCE the step 's' has the output 'oo', which what it runs does not have",
    ],
    [
      "  s: {run: echo.cwl, in: {x: i}, out: [o], scatter: z}",
      "6:53 CWL_REFERENCE the step 's' scatters over 'z', which is none of its inputs",
    ],
    [
      "  s: {run: echo.cwl, in: {x: l, y: l}, out: [o], scatter: [x, y]}",
      "6:3 CWL_INVALID the step 's' scatters over several inputs and needs 'scatterMethod'",
    ],
    [
      "  s: {run: a.cwl, in: {i: i, l: l}, out: [o]}",
      "6:12 CWL_INVALID a workflow runs itself: 'run' leads back to where it started",
    ],
    ["  s: {run: no.cwl, in: {x: i}, out: [o]}", "6:12 FILE_NOT_FOUND file:///w/no.cwl does not exist"],
  ])("%s", async (step, fault) => {
    expect(await faultsOf(loadFrom({ "a.cwl": workflow(step), "echo.cwl": echo }))).toEqual([fault]);
  });
});

describe("older versions", () => {
  const v10 = (...lines: string[]) => tool(...lines).replace("v1.2", "v1.0");

  test("v1.0 lists directories fully and may use the network", async () => {
    expect((await loadTool(v10())).hints).toEqual([
      { class: "LoadListingRequirement", loadListing: "deep_listing" },
      { class: "NetworkAccess", networkAccess: true },
    ]);
    expect((await loadTool(tool())).hints).toEqual([]);
  });

  test("v1.0 has what became part of v1.1 as extensions", async () => {
    const extended = (version: string, ...lines: string[]): Promise<CommandLineTool> =>
      loadTool(
        [
          `cwlVersion: ${version}`,
          "class: CommandLineTool",
          "baseCommand: x",
          "inputs: []",
          "outputs: []",
          '$namespaces: {ext: "http://commonwl.org/cwltool#"}',
          ...lines,
        ].join("\n"),
      );
    const { requirements, hints } = await extended(
      "v1.0",
      "requirements:",
      "  ext:LoadListingRequirement: {loadListing: shallow_listing}",
      "  http://commonwl.org/cwltool#TimeLimit: {timelimit: 5}",
      "  ext:InplaceUpdateRequirement: {inplaceUpdate: true}",
      "hints:",
      "  - {class: ext:NetworkAccess, networkAccess: false}",
      "  - {class: ext:WorkReuse, enableReuse: $(true)}",
    );
    expect(requirements).toEqual([
      { class: "LoadListingRequirement", loadListing: "shallow_listing" },
      { class: "ToolTimeLimit", timelimit: 5 },
      { class: "InplaceUpdateRequirement", inplaceUpdate: true },
    ]);
    expect(hints).toEqual([
      { class: "NetworkAccess", networkAccess: false },
      { class: "WorkReuse", enableReuse: "$(true)" },
    ]);
    expect(await faultsOf(extended("v1.0", "requirements: {ext:TimeLimit: {timelimit: soon}}"))).toEqual([
      expect.stringContaining("CWL_INVALID the field 'timelimit' of ToolTimeLimit must be"),
    ]);
    expect(await faultsOf(extended("v1.0", "requirements: {ToolTimeLimit: {timelimit: 5}}"))).toEqual([
      "7:16 CWL_UNSUPPORTED the requirement ToolTimeLimit is not supported in CWL v1.0",
    ]);
    expect(await faultsOf(extended("v1.1", "requirements: {ext:TimeLimit: {timelimit: 5}}"))).toEqual([
      "7:16 CWL_UNSUPPORTED the requirement ext:TimeLimit is not supported in CWL v1.1",
    ]);
  });

  test("v1.0 has the type stdin too, but only for the inputs of tools", async () => {
    const head = "cwlVersion: v1.0\nclass: CommandLineTool\nbaseCommand: cat\n";
    const { stdin } = await loadTool(`${head}inputs: {a: stdin}\noutputs: []`);
    expect(stdin).toBe("$(inputs.a.path)");
    const wrong = await loadTool(`${head}inputs: []\noutputs: {a: stdin}`).catch((thrown: unknown) => thrown);
    expect(wrong).toMatchObject({ code: "CWL_REFERENCE", hint: "It cannot stand here in CWL v1.0." });
  });

  test("contents that a binding asks for are asked for by the parameter", async () => {
    const { inputs } = await loadTool(v10("inputs: {a: {type: File, inputBinding: {loadContents: true}}}"));
    expect(inputs[0]).toMatchObject({ loadContents: true });
  });

  test("each document follows the rules of its own version", async () => {
    const workflow =
      "cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps: {s: {run: b.cwl, in: [], out: []}}";
    const { process } = await loadFrom({ "a.cwl": workflow, "b.cwl": v10() });
    expect((process as Workflow).steps[0]?.run.cwlVersion).toBe("v1.0");
    expect(
      await faultsOf(
        loadFrom({ "a.cwl": workflow, "b.cwl": v10("requirements: {ResourceRequirement: {coresMin: 0.5}}") }),
      ),
    ).toHaveLength(1);
  });

  test.each([
    ["cwlVersion: v1.3.0-dev1", "1:13 CWL_VERSION cwlVersion 'v1.3.0-dev1' is not supported"],
    ["cwlVersion: draft-2", "1:13 CWL_VERSION cwlVersion 'draft-2' is not supported"],
    ["label: none", "1:1 CWL_VERSION the field 'cwlVersion' is missing"],
  ])("%s", async (line, fault) => {
    expect(await faultsOf(loadFrom(`${line}\nclass: CommandLineTool\ninputs: []\noutputs: []`))).toEqual([fault]);
  });
});

test("files in defaults and listings are made absolute, formats are written out", async () => {
  const { process } = await loadFrom(
    tool(
      '$namespaces: {edam: "http://edamontology.org/"}',
      "inputs:",
      "  a: {type: File, format: edam:format_1, default: {class: File, path: 'x #1.tar.gz'}}",
      "requirements:",
      "  InitialWorkDirRequirement: {listing: [{class: Directory, location: sub/}]}",
    ),
  );
  expect(process.inputs[0]).toEqual({
    id: "a",
    type: "File",
    format: ["http://edamontology.org/format_1"],
    default: {
      class: "File",
      location: "file:///w/x%20%231.tar.gz",
      basename: "x #1.tar.gz",
      nameroot: "x #1.tar",
      nameext: ".gz",
    },
  });
  expect(process.requirements).toEqual([
    {
      class: "InitialWorkDirRequirement",
      listing: [{ class: "Directory", location: "file:///w/sub", basename: "sub" }],
    },
  ]);
});

test("positions are known for objects and their fields", async () => {
  const { process, positions } = await loadFrom(tool("inputs:", "  a:", "    type: string", "    doc: text"));
  const [input] = process.inputs;
  expect(positions.positionOf(input ?? {})).toEqual({ file: "/w/a.cwl", line: 4, column: 3 });
  expect(positions.positionOf(input ?? {}, "doc")).toEqual({ file: "/w/a.cwl", line: 6, column: 5 });
  expect(positions.positionOf({})).toBeUndefined();
});
