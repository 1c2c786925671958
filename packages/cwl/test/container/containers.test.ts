import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { definePlugin, type Json, type JsonObject, type Plugin, type StoredRunEvent } from "@sluice/contracts";
import { cwlDockerTranslatorPoint, type CWLDockerInput, type CWLDockerMapping } from "@sluice/contracts/cwl";
import { createEngine, type Engine } from "@sluice/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cwlPlugin } from "../../src/cwl-plugin.ts";

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "sluice-containers-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const docker = (image: string, more: JsonObject = {}): JsonObject => ({ dockerPull: image, ...more });
const tool = (requirements: JsonObject, hints: JsonObject = {}): JsonObject => ({
  class: "CommandLineTool",
  requirements,
  hints,
  baseCommand: ["sh", "-c", `test ! -e "${at("broken")}" && echo "$0"`],
  stdout: "said",
  inputs: { said: { type: "string", inputBinding: {} }, net: { type: "boolean", default: true } },
  outputs: { said: { type: "stdout" } },
});
const expressionTool: JsonObject = {
  class: "ExpressionTool",
  requirements: { InlineJavascriptRequirement: {} },
  inputs: { file: "File" },
  outputs: { said: "string" },
  expression: "$({ said: inputs.file.basename })",
};

/** Two tools one after the other, the first in a sub-workflow, both in need of a container. */
const workflow = (more: JsonObject = {}): JsonObject => ({
  cwlVersion: "v1.2",
  class: "Workflow",
  requirements: { SubworkflowFeatureRequirement: {} },
  inputs: { said: "string" },
  outputs: { said: { type: "string", outputSource: "name/said" }, file: { type: "File", outputSource: "last/said" } },
  steps: {
    sub: {
      in: { said: "said" },
      out: ["file"],
      run: {
        class: "Workflow",
        inputs: { said: "string" },
        outputs: { file: { type: "File", outputSource: "tool/said" } },
        steps: { tool: { in: { said: "said" }, out: ["said"], run: tool({ DockerRequirement: docker("image:1") }) } },
      },
    },
    name: { in: { file: "sub/file" }, out: ["said"], run: expressionTool },
    last: {
      in: { said: "name/said" },
      out: ["said"],
      run: tool({
        DockerRequirement: docker("image:2", { dockerImageId: "other:2", dockerOutputDirectory: "/out" }),
        NetworkAccess: { networkAccess: "$(inputs.net)" },
      }),
    },
  },
  ...more,
});

const mapping = (step: string, type = "none", options: JsonObject = {}): CWLDockerMapping => ({
  step,
  type,
  options,
  wrapper: false,
});

const open = (plugins: readonly Plugin[] = []): Promise<Engine> =>
  createEngine({ home: at("home"), plugins: [cwlPlugin, ...plugins] });

async function translate(engine: Engine, document: Json, mappings?: readonly CWLDockerMapping[]) {
  writeFileSync(at("wf.cwl"), JSON.stringify(document));
  const { signal } = new AbortController();
  const loaded = await engine.frontend("cwl").load({
    document: at("wf.cwl"),
    options: mappings ? { docker: mappings } : {},
    context: engine.frontendContext,
    signal,
  });
  return loaded.translate({ inputs: { said: "hello" } });
}

/** Runs to the end; answers with the outputs, and with the deployment of each step's job. */
async function run(engine: Engine, document: Json, mappings?: readonly CWLDockerMapping[]) {
  const { graph, inputs } = await translate(engine, document, mappings);
  const made = await engine.createRun({ graph, inputs });
  const events: StoredRunEvent[] = [];
  made.subscribe((event) => void events.push(event));
  const result = await made.execute();
  return { ...result, id: made.id, places: placesOf(events) };
}

const placesOf = (events: readonly StoredRunEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.flatMap(({ type, data }) => (type === "job_scheduled" ? [[data.step, data.deployment] as const] : [])),
  );

const text = (file: Json | undefined): string =>
  readFileSync(fileURLToPath((file as { readonly location: string }).location), "utf8");

describe("a tool that requires a container", () => {
  test("is refused where nothing says how it comes about", async () => {
    await using engine = await open();
    for (const mappings of [undefined, [], [mapping("/other")], [mapping("/sub")], [mapping("/sub/too")]]) {
      await expect(translate(engine, workflow(), mappings)).rejects.toMatchObject({ code: "CWL_UNSUPPORTED" });
    }
  });

  test("runs without it where the translator none is named, on the target of its step", async () => {
    await using engine = await open();
    for (const mappings of [[mapping("/")], [mapping("/sub"), mapping("/last")]]) {
      const { status, outputs, places } = await run(engine, workflow(), mappings);
      expect([status, outputs["said"], text(outputs["file"])]).toEqual(["completed", "said", "said\n"]);
      expect(places).toEqual({ "/sub/tool": "local", "/last": "local" });
    }
  });

  test("and an ExpressionTool that inherits the requirement is evaluated all the same", async () => {
    await using engine = await open();
    const requirements = { SubworkflowFeatureRequirement: {}, DockerRequirement: docker("all:1") };
    const { status } = await run(engine, workflow({ requirements }), [mapping("/")]);
    expect(status).toBe("completed");
  });
});

/** A translator that takes a second environment on this machine for a container. */
function fakeTranslator(asked: CWLDockerInput[], created: JsonObject[]): Plugin {
  return definePlugin({
    name: "fake",
    version: "1.0.0",
    engine: "*",
    setup: (host) =>
      host.provide(
        cwlDockerTranslatorPoint,
        "fake",
        {
          create: ({ options, wrapper }) => {
            created.push({ ...options, wrapper });
            return {
              translate: (input) => {
                asked.push(input);
                const name = `fake-${input.image.replace(":", "-")}`;
                return {
                  target: { deployment: name, locations: 1 },
                  deployment: { name, type: "local", config: {}, external: false, lazy: true, workdir: at(name) },
                };
              },
            };
          },
        },
        { schema: { type: "object", properties: { size: { type: "number", default: 3 }, name: { type: "string" } } } },
      ),
  });
}

describe("a translator of a plugin", () => {
  test("is asked where jobs go, with everything that the tool says of its container", async () => {
    const [asked, created]: [CWLDockerInput[], JsonObject[]] = [[], []];
    await using engine = await open([fakeTranslator(asked, created)]);
    const { status, outputs, places } = await run(engine, workflow(), [mapping("/", "fake", { name: "x" })]);
    expect([status, text(outputs["file"])]).toEqual(["completed", "said\n"]);
    expect(places).toEqual({ "/sub/tool": "fake-image-1", "/last": "fake-other-2" });
    expect(fileURLToPath((outputs["file"] as { location: string }).location).startsWith(at("fake-other-2"))).toBe(true);
    const target = { deployment: "local", locations: 1 };
    expect(asked).toEqual([
      {
        image: "image:1",
        requirement: { class: "DockerRequirement", dockerPull: "image:1" },
        networkAccess: false,
        target,
      },
      {
        image: "other:2",
        requirement: expect.objectContaining({ dockerPull: "image:2" }),
        outputDirectory: "/out",
        networkAccess: true,
        target,
      },
    ]);
    // One translator for the one entry, with checked options.
    expect(created).toEqual([{ name: "x", size: 3, wrapper: false }]);
  });

  test("is chosen by the nearest ancestor, and asked for hints too", async () => {
    const asked: CWLDockerInput[] = [];
    await using engine = await open([fakeTranslator(asked, [])]);
    const { places } = await run(engine, workflow(), [mapping("/sub", "fake"), mapping("/"), mapping("/sub/tool")]);
    expect(places).toEqual({ "/sub/tool": "local", "/last": "local" });
    expect(asked).toEqual([]);
    const hinted = { cwlVersion: "v1.2", ...tool({}, { DockerRequirement: docker("hint") }) };
    expect((await run(engine, hinted)).places).toEqual({ "/wf": "local" });
    expect((await run(engine, hinted, [mapping("/", "fake")])).places).toEqual({ "/wf": "fake-hint" });
    const bare = { cwlVersion: "v1.2", ...tool({}) };
    expect((await run(engine, bare, [mapping("/", "fake")])).places).toEqual({ "/wf": "local" });
  });

  test("finds its environment again when a run is taken up", async () => {
    const created: JsonObject[] = [];
    let id: string;
    writeFileSync(at("broken"), "");
    {
      await using engine = await open([fakeTranslator([], created)]);
      const { status, id: first } = await run(engine, workflow(), [mapping("/", "fake")]);
      expect(status).toBe("failed");
      id = first;
    }
    rmSync(at("broken"));
    await using engine = await open([fakeTranslator([], created)]);
    const resumed = await engine.resumeRun({ run: id });
    const events: StoredRunEvent[] = [];
    resumed.subscribe((event) => void events.push(event));
    expect((await resumed.execute()).status).toBe("completed");
    expect(placesOf(events)).toEqual({ "/sub/tool": "fake-image-1", "/last": "fake-other-2" });
    expect(created).toHaveLength(2);
    expect(existsSync(at("fake-other-2"))).toBe(true);
  });

  test("that is not there, or gets wrong options, fails the step", async () => {
    await using engine = await open([fakeTranslator([], [])]);
    const missing = await run(engine, workflow(), [mapping("/", "elsewhere")]);
    expect(missing.failures).toMatchObject([{ step: "/sub/tool", error: { code: "PLUGIN_MISSING" } }]);
    const wrong = await run(engine, workflow(), [mapping("/", "fake", { size: "large" })]);
    expect(wrong.failures).toMatchObject([{ step: "/sub/tool", error: { code: "PLUGIN_OPTIONS" } }]);
    const taking = await run(engine, workflow(), [mapping("/", "none", { size: 1 })]);
    expect(taking.failures).toMatchObject([{ step: "/sub/tool", error: { code: "PLUGIN_OPTIONS" } }]);
  });
});

test("a file that is gone before it is used comes from its checkpoint", async () => {
  await using engine = await createEngine({
    home: at("home"),
    plugins: [cwlPlugin],
    managers: { checkpointManager: { type: "default" } },
  });
  const cat = { ...tool({}), inputs: { file: { type: "File", inputBinding: {} } } };
  const first = tool({});
  const document = {
    cwlVersion: "v1.2",
    class: "Workflow",
    inputs: { said: "string" },
    outputs: { said: { type: "File", outputSource: "two/said" } },
    steps: {
      one: { in: { said: "said" }, out: ["said"], run: first },
      two: { in: { file: "one/said" }, out: ["said"], run: { ...cat, baseCommand: ["cat"], stdout: "copy" } },
    },
  };
  const losesFiles = definePlugin({
    name: "loses",
    version: "1.0.0",
    engine: "*",
    setup: (host) =>
      host.hook("beforeNodeExecute", async ({ metadata, inputs, runId }) => {
        if (metadata.name !== "/two") return;
        const { file } = (await inputs()) as { readonly file: { readonly location: string } };
        const path = fileURLToPath(file.location);
        const place = { run: runId, deployment: "local", location: "localhost", path };
        const { signal } = new AbortController();
        while ((await host.context.checkpointManager.find({ ...place, signal })) === undefined) await sleep(10);
        rmSync(path);
      }),
  });
  const { graph, inputs } = await translate(engine, document);
  const made = await engine.createRun({ graph, inputs, plugins: [losesFiles] });
  const { status, outputs } = await made.execute();
  expect([status, text(outputs["said"])]).toEqual(["completed", "hello\n"]);
});
