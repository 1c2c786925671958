import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSluiceError, type SluiceError } from "@sluice/contracts";
import { checkProcess } from "../../src/check/index.ts";
import { folder, listOf, loadFrom } from "./documents.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const documents = readdirSync(fixtures).map((name) => ({
  name,
  lines: readFileSync(join(fixtures, name), "utf8").trimEnd().split("\n"),
}));

/** A line with a field of the schema; what a document names itself begins with `my_`. */
const field = /^(?<before>[\s-]*)(?<key>[A-Za-z]\w*)(?<after>:.*)$/;
/** A line with a word of the schema as its value. */
const word =
  /^(?<before>[\s-]*(?:class|type|items|cwlVersion|linkMerge|pickValue|scatterMethod|loadListing): )(?<value>\w\S*)$/;

const isRenamable = (line: string): boolean => field.test(line) && !/^[\s-]*my_/.test(line);

type Mutation = (text: string) => string;
const typos: Record<string, Mutation> = {
  "a letter too many": (text) => `${text}x`,
  "a letter twice": (text) => text.slice(0, 2) + text.slice(1),
  "a letter missing": (text) => text.slice(0, -2) + text.slice(-1),
  "letters swapped": (text) => text.slice(0, -2) + text.slice(-1) + text.slice(-2, -1),
};

const mutants = documents.flatMap(({ name, lines }) =>
  lines.flatMap((line, index) =>
    Object.entries(typos).flatMap(([kind, typo]) => {
      const change = (mutated: string) => ({
        name,
        kind,
        line: index + 1,
        mutated,
        text: lines.with(index, mutated).join("\n"),
      });
      const renamed = isRenamable(line)
        ? [change(line.replace(field, (_, before: string, key: string, after: string) => before + typo(key) + after))]
        : [];
      const revalued =
        word.test(line) && !/: my_/.test(line)
          ? [change(line.replace(word, (_, before: string, value: string) => before + typo(value)))]
          : [];
      return [...renamed, ...revalued].filter(({ mutated }) => mutated !== line);
    }),
  ),
);

/** Everything that is wrong with a document, warnings too, for hints may be wrong. */
async function problemsOf(name: string, text: string): Promise<readonly SluiceError[]> {
  try {
    const { process, warnings } = await loadFrom({ [name]: text }, name);
    return [...warnings, ...checkProcess(process)];
  } catch (thrown) {
    if (isSluiceError(thrown)) return listOf(thrown);
    throw thrown;
  }
}

test.each(documents)("$name has no faults", async ({ name, lines }) => {
  expect((await problemsOf(name, lines.join("\n"))).map(({ message }) => message)).toEqual([]);
});

test(`one fault anywhere is found on its own line, in at most two messages (${mutants.length} mutants)`, async () => {
  expect(mutants.length).toBeGreaterThan(500);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...mutants), async ({ name, kind, line, mutated, text }) => {
      const problems = await problemsOf(name, text);
      const found = problems.map(({ position, message }) => `${position?.line}: ${message}`);
      expect(problems.length, `${folder}${name}:${line} '${mutated}' (${kind}) → ${found.join(" | ")}`).toBeGreaterThan(
        0,
      );
      expect(problems.length, `${name}:${line} '${mutated}' → ${found.join(" | ")}`).toBeLessThanOrEqual(2);
      expect(problems[0]?.position?.line, `${name}:${line} '${mutated}' → ${found.join(" | ")}`).toBe(line);
    }),
    { numRuns: 400 },
  );
});
