import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as ours from "@sluice/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine } from "../../src/create-engine.ts";
import { createMemoryDatabase } from "../../src/persist/index.ts";
import { chain, operations, value } from "../hooks/sample-plugins.ts";

/** Another copy of the contracts, as a plugin that was installed on its own brings it along. */
let theirs: typeof ours;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-copy-"));
  const sources = new URL("../../../contracts/src", import.meta.url);
  cpSync(fileURLToPath(sources), folder, { recursive: true });
  theirs = (await import(/* @vite-ignore */ pathToFileURL(join(folder, "index.ts")).href)) as typeof ours;
});
afterAll(() => rmSync(folder, { recursive: true }));

const open = (setup: ours.Plugin["setup"]) =>
  createEngine({
    database: createMemoryDatabase(),
    plugins: [
      operations({ add: value(({ x }) => ({ y: x })) }),
      theirs.definePlugin({ name: "theirs", version: "1.0.0", engine: "*", setup }),
    ],
  });

test("the copies are two", () => {
  expect(theirs.SluiceError).not.toBe(ours.SluiceError);
  expect(theirs.operationPoint).not.toBe(ours.operationPoint);
  expect(new theirs.SluiceError("INTERNAL", "x")).not.toBeInstanceOf(ours.SluiceError);
});

test("a plugin made with another copy provides, hooks and reports", async () => {
  const seen: unknown[] = [];
  await using engine = await open((host) => {
    host.provide(
      theirs.operationPoint,
      "theirs",
      value(() => ({ y: "theirs" })),
    );
    host.hook("afterNodeExecute", ({ key, result, reporter }) => {
      seen.push([key, result]);
      reporter.report("seen", {});
    });
    host.on("seen", ({ plugin }) => void seen.push(plugin));
  });
  expect(engine.extensions(ours.operationPoint).has("theirs")).toBe(true);
  const run = await engine.createRun({ graph: chain("theirs"), inputs: {} });
  expect((await run.execute()).outputs).toEqual({ y: "theirs" });
  expect(seen).toEqual([["/theirs#0", { y: "theirs" }], "theirs"]);
});

test("its errors are errors of Sluice: as decisions, as failures of steps, at set-up", async () => {
  {
    await using engine = await open((host) =>
      host.hook("wrapNodeExecute", () => {
        throw new theirs.SluiceError("JOB_FAILED", "decided", { hint: "Ask again." });
      }),
    );
    const { failures } = await (await engine.createRun({ graph: chain("add"), inputs: {} })).execute();
    expect(failures[0]?.error).toEqual(
      expect.objectContaining({ code: "JOB_FAILED", message: "decided", hint: "Ask again." }),
    );
  }
  {
    await using engine = await open((host) => {
      const broken = value(() => {
        throw new theirs.SluiceError("JOB_TIMEOUT", "too slow");
      });
      host.provide(theirs.operationPoint, "broken", broken);
    });
    const { failures } = await (await engine.createRun({ graph: chain("broken"), inputs: {} })).execute();
    expect(failures[0]?.error).toMatchObject({ code: "JOB_TIMEOUT", message: "too slow" });
  }
  const made = open(() => {
    throw new theirs.SluiceError("SECRET_MISSING", "no licence");
  });
  await expect(made).rejects.toMatchObject({ code: "SECRET_MISSING" });
});
