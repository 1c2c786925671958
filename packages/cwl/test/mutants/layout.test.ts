import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSluiceError, type Json } from "@sluice/contracts";
import { parseYaml, SourceText, type YamlNode } from "../../src/load/yaml/index.ts";
import { plainScalarValue } from "../../src/load/yaml/scalar-value.ts";
import { mutateLayout } from "./layout.ts";
import { createRandom } from "./mutate.ts";
import { needs, testWith } from "../../../../test/support/needs.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const corpus = readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name), "utf8"));

const count = Number(process.env["SLUICE_MUTANTS"] ?? 2_000);
const seed = Number(process.env["SLUICE_MUTANTS_SEED"] ?? 1);

/** What PyYAML makes of the first layouts of seed 1, for machines without it. SLUICE_UPDATE_LAYOUTS=1 writes it anew. */
const recorded = join(import.meta.dirname, "golden/layouts.txt");
const recordedCount = 1_000;

testWith(
  needs.pyYaml,
  `${count} layouts are read as PyYAML reads them (SLUICE_MUTANTS=n for n)`,
  () => {
    const layouts = layoutsOf(seed, count);
    const readings = readingsOfPyYaml(layouts);
    let refused = 0;
    for (const [number, layout] of layouts.entries()) {
      const ours = readingOf(layout);
      if (ours !== readings[number])
        expect(ours, `layout ${number} with seed ${seed}:\n${layout}`).toBe(readings[number]);
      if (ours === "refused") refused++;
    }
    // Both happen often enough to be tested.
    expect(refused).toBeGreaterThan(count / 5);
    expect(refused).toBeLessThan((count * 4) / 5);
    if (process.env["SLUICE_UPDATE_LAYOUTS"] !== undefined)
      writeFileSync(recorded, `${readingsOfPyYaml(layoutsOf(1, recordedCount)).map(short).join("\n")}\n`);
  },
  { timeout: 60_000 + count * 20 },
);

test("layouts are read as was recorded of PyYAML", () => {
  const readings = layoutsOf(1, recordedCount).map((layout) => short(readingOf(layout)));
  expect(readings).toEqual(readFileSync(recorded, "utf8").trimEnd().split("\n"));
});

function layoutsOf(from: number, howMany: number): string[] {
  const random = createRandom(from);
  return Array.from({ length: howMany }, () => mutateLayout(corpus[random(corpus.length)] ?? "", random));
}

/** The value of a text as JSON, or that it was refused, which has to be with a position. */
function readingOf(text: string): string {
  try {
    const root = parseYaml(new SourceText("file:///w/a.yml", text));
    return JSON.stringify(root ? valueOf(root) : null);
  } catch (thrown) {
    if (!isSluiceError(thrown) || !thrown.position) throw thrown;
    return "refused";
  }
}

function valueOf(node: YamlNode): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return node.items.map(valueOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, valueOf(entry.value)]));
}

/** What `read-yaml.py` writes of a text. */
type Reading = readonly [text: string, isPlain: boolean] | { items: Reading[] } | { pairs: [string, Reading][] };

function readingsOfPyYaml(texts: readonly string[]): string[] {
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const script = join(import.meta.dirname, "read-yaml.py");
  const { stdout, stderr } = spawnSync("python3", [script], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  expect(stderr).toBe("");
  const readings = stdout.trimEnd().split("\n");
  expect(readings).toHaveLength(texts.length);
  return readings.map((line) => {
    const reading = JSON.parse(line) as Reading | "refused";
    return reading === "refused" ? reading : JSON.stringify(valueOfReading(reading));
  });
}

/** Which value a scalar without quotes has is no question of layout: it is the same on both sides. */
function valueOfReading(reading: Reading): Json {
  if ("items" in reading) return reading.items.map(valueOfReading);
  if ("pairs" in reading) return Object.fromEntries(reading.pairs.map(([key, value]) => [key, valueOfReading(value)]));
  const [text, isPlain] = reading;
  return isPlain ? plainScalarValue(text) : text;
}

function short(reading: string): string {
  return reading === "refused" ? reading : createHash("sha256").update(reading).digest("hex").slice(0, 12);
}
