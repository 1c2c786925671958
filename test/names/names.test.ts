import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSluiceError, type JobRequest, type JsonObject } from "@sluice/contracts";
import { createEngine, type Engine } from "@sluice/core";
import { cwlPlugin } from "@sluice/cwl";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCanary, type Canary } from "./canary.ts";
import { collections, hostileGraph, hostilePlugin, requests, type Meddling } from "./hostile-plugin.ts";
import { hostileNames } from "./hostile-names.ts";
import { places, shapes } from "./name-places.ts";

/** How many names are tried at each place. */
const cases = Number(process.env["SLUICE_NAME_CASES"] ?? 4);
/** Milliseconds after which a run is taken to hang. */
const patience = 60_000;

const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-names-")));
const names = hostileNames(join(folder, "a"));
const meddling: Meddling = {};
let canary: Canary;
let engine: Engine;
let before: string;
let count = 0;

beforeAll(async () => {
  canary = createCanary(folder);
  before = canary.snapshot();
  engine = await createEngine({ home: canary.home, plugins: [cwlPlugin, hostilePlugin(meddling)] });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Runs something that names files: it ends in time, each refusal has a code, and nothing is written elsewhere. */
async function survives(prepare: () => Promise<Omit<Parameters<Engine["createRun"]>[0], "options">>): Promise<void> {
  count += 1;
  const outdir = canary.outdir(count);
  const run = async (): Promise<readonly string[]> => {
    try {
      const made = await engine.createRun({ ...(await prepare()), options: { outdir } });
      const { failures } = await made.execute();
      return failures.map(({ error }) => `${error.code} ${error.message}`);
    } catch (error) {
      return [isSluiceError(error) ? `${error.code} ${error.message}` : `no code: ${String((error as Error).stack)}`];
    }
  };
  const late = new Promise<readonly string[]>((resolve) => setTimeout(resolve, patience, ["it hangs"]).unref());
  const codes = await Promise.race([run(), late]);
  expect(codes.filter((code) => /^(?:INTERNAL|no code|it hangs)/.test(code))).toEqual([]);
  expect(canary.snapshot()).toBe(before);
  expect(canary.strays()).toEqual([]);
}

async function survivesDocument(document: JsonObject, inputs: JsonObject): Promise<void> {
  await survives(async () => {
    const [path, job] = [`${canary.documents}/${count}.cwl`, `${canary.documents}/${count}.json`];
    writeFileSync(path, JSON.stringify(document));
    writeFileSync(job, JSON.stringify(inputs));
    const { signal } = new AbortController();
    const frontend = engine.frontend("cwl");
    const workflow = await frontend.load({ document: path, options: {}, context: engine.frontendContext, signal });
    const read = await workflow.readInputs({ file: job, texts: {}, cwd: folder, signal });
    return workflow.translate({ inputs: read.inputs });
  });
}

describe("a name in a document, a job or an output leads nowhere else", () => {
  test.each(Object.keys(places))("%s", { timeout: 600_000 }, async (place) => {
    const shape = fc.constantFrom(...Object.keys(shapes));
    const each = fc.asyncProperty(names, shape, async (name, kind) => {
      const { document, inputs } = places[place]?.(name, shapes[kind]?.(name) ?? {}) ?? { document: {}, inputs: {} };
      await survivesDocument(document, inputs);
    });
    await fc.assert(each, { numRuns: cases });
  });
});

describe("a name in what a plugin answers leads nowhere else", () => {
  const source = join(folder, "a/canary");

  test.each(Object.keys(requests))("an operation asks for %s", { timeout: 600_000 }, async (request) => {
    const each = fc.asyncProperty(names, (name) =>
      survives(async () => ({ graph: hostileGraph({ name, request, source }), inputs: {} })),
    );
    await fc.assert(each, { numRuns: cases });
  });

  test.each(Object.keys(requests))("a hook changes a request to %s", { timeout: 600_000 }, async (request) => {
    const each = fc.asyncProperty(names, async (name) => {
      const change = ({ directory, ...rest }: JobRequest): JobRequest => ({
        ...rest,
        directory,
        ...requests[request]?.(name, join(directory, ".."), source),
      });
      meddling.request = change;
      try {
        await survives(async () => ({ graph: hostileGraph({ name: "x", source }), inputs: {} }));
      } finally {
        delete meddling.request;
      }
    });
    await fc.assert(each, { numRuns: cases });
  });

  test.each(Object.keys(collections))("an operation collects %s", { timeout: 600_000 }, async (collection) => {
    const each = fc.asyncProperty(names, (name) =>
      survives(async () => ({ graph: hostileGraph({ name, collection, source }), inputs: {} })),
    );
    await fc.assert(each, { numRuns: cases });
  });

  test("a run is called that", { timeout: 600_000 }, async () => {
    const each = fc.asyncProperty(names, (run) =>
      survives(async () => ({ graph: hostileGraph({ name: "x", source }), inputs: {}, runId: run })),
    );
    await fc.assert(each, { numRuns: cases * 4 });
  });
});
