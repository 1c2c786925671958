import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSluiceError, type SluiceError } from "@sluice/contracts";
import { checkProcess } from "../../src/check/index.ts";
import { describeInputs, describeOutputs } from "../../src/frontend/describe-process.ts";
import { createPlaces } from "../../src/frontend/source-places.ts";
import { checkInputObject, parseInputObject, positionOf } from "../../src/load/index.ts";
import { translateProcess } from "../../src/translate/index.ts";
import { folder, listOf, loadFrom } from "../load/documents.ts";
import { createRandom, mutate } from "./mutate.ts";

const corpus = [join(import.meta.dirname, "fixtures"), join(import.meta.dirname, "../load/fixtures")].flatMap((path) =>
  readdirSync(path).map((name) => ({ name, text: readFileSync(join(path, name), "utf8") })),
);
const job = readFileSync(join(import.meta.dirname, "fixtures/packed.json"), "utf8");

const count = Number(process.env["SLUICE_MUTANTS"] ?? 2_000);
const seed = Number(process.env["SLUICE_MUTANTS_SEED"] ?? 1);
/** Milliseconds that one mutant may take. */
const limit = 1_000;

test.each(corpus)("$name is valid", async ({ text }) => {
  // An Operation is valid and cannot be run.
  expect((await faultsOf(text)).document.filter(({ code }) => code !== "CWL_UNSUPPORTED")).toEqual([]);
});

test(
  `${count} mutants are each valid or have a fault with a position (SLUICE_MUTANTS=n for n)`,
  { timeout: 60_000 + count * 20 },
  async () => {
    const random = createRandom(seed);
    let faulty = 0;
    for (let number = 0; number < count; number++) {
      const { name, text } = corpus[random(corpus.length)] ?? { name: "", text: "" };
      const mutant = mutate(text, corpus[random(corpus.length)]?.text ?? "", random);
      const started = performance.now();
      const faults = await faultsOf(mutant).catch((thrown: unknown) => {
        throw new Error(`mutant ${number} of ${name} with seed ${seed} broke the loader:\n${mutant}`, {
          cause: thrown,
        });
      });
      const took = performance.now() - started;
      if (took > limit) expect.fail(`mutant ${number} of ${name} with seed ${seed} took ${took} ms:\n${mutant}`);
      const placeless = [...faults.document, ...faults.job].find(({ position }) => position === undefined);
      if (placeless)
        expect.fail(`mutant ${number} of ${name}: ${placeless.code}: ${placeless.message} has no position:\n${mutant}`);
      if (faults.document.length > 0) faulty++;
    }
    // Of so many changes, few do no harm, and few are needed to know that the test looks at all.
    expect(faulty).toBeGreaterThan(count / 2);
  },
);

/** What is wrong with a document: as a process, as a graph, and as a job for another process. @throws whatever has no code */
async function faultsOf(text: string): Promise<Record<"document" | "job", readonly SluiceError[]>> {
  const faults: SluiceError[] = [];
  await collect(faults, async () => {
    const { process, warnings } = await loadFrom({ "a.cwl": text, fixtures: "" });
    expect([...warnings, ...checkProcess(process)].every(isSluiceError)).toBe(true);
    describeInputs(process);
    describeOutputs(process);
    translateProcess(process, { positionOf, placesOf: createPlaces() });
  });
  const asJob: SluiceError[] = [];
  await collect(asJob, async () => {
    const { process } = await loadFrom({ "a.cwl": job });
    await checkInputObject(process, await parseInputObject(text, `${folder}job.yml`), { mustExist: false });
  });
  return { document: faults, job: asJob };
}

async function collect(faults: SluiceError[], action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    if (!isSluiceError(thrown) || thrown.code === "INTERNAL") throw thrown;
    faults.push(...listOf(thrown));
  }
}
