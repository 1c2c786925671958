import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./documents.ts";

/** The sentences of a page that are promises to users, and the tests that run them under the same words. */
export interface Promises {
  /** A test that is called by the sentences it runs, word for word as the page shows them. */
  readonly keep: (sentences: string | readonly string[], body: () => void | Promise<void>) => void;
  /** Sentences that promise nothing by themselves, or are run elsewhere: in a block of the page below them, or by the test that is named. */
  readonly skip: (where: string, ...sentences: readonly string[]) => void;
  /** A last test: each sentence of the page has a test, and each test a sentence. */
  readonly all: () => void;
}

/** Reads the sections with these headings. A row of a table is one sentence, its cells between bars. */
export function promisesOf(file: string, sections: readonly string[]): Promises {
  const found = sections.flatMap((section) => sentencesOf(readFileSync(join(root, file), "utf8"), section));
  const kept: string[] = [];
  return {
    keep(sentences, body) {
      const words = [sentences].flat();
      kept.push(...words);
      test(words.join(" "), { timeout: 90_000 }, body);
    },
    skip: (_where, ...sentences) => void kept.push(...sentences),
    all: () =>
      test(`every sentence of ${file} in ${sections.join(", ")} has a test of its name`, () => {
        expect({
          without: found.filter((each) => !kept.includes(each)),
          gone: kept.filter((each) => !found.includes(each)),
        }).toEqual({
          without: [],
          gone: [],
        });
      }),
  };
}

/** What a section says, sentence by sentence, without marks and blocks. */
function sentencesOf(page: string, heading: string): string[] {
  const body = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  if (body === undefined) throw new Error(`there is no section '${heading}'`);
  const text = body.slice(heading.length).replaceAll(/^```[\s\S]*?^```$/gm, "");
  return text.split(/\n{2,}|\n(?=- |\|)/).flatMap((part) => {
    const line = part.replaceAll(/\s+/g, " ").trim();
    if (line === "" || /^\|[ |-]*\|$/.test(line)) return [];
    if (line.startsWith("|")) return [plain(line.replace(/^\| */, "").replace(/ *\|$/, ""))];
    return plain(line.replace(/^- /, ""))
      .split(/(?<=[.:!?]) (?=[A-Z`(])/)
      .filter((each) => each !== "");
  });
}

function plain(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("**", "");
}
