import { describe, expect, test } from "vitest";
import { isRun, tryDocument } from "./support/console-run.ts";
import { exampleDocuments } from "./support/documents.ts";

const documents = exampleDocuments.filter(({ blocks }) => blocks.some(isRun));

describe("commands print what the documentation shows", () => {
  test("there are some", () => {
    expect(documents.map(({ file }) => file)).toContain("docs/guides/creating-plugins.md");
  });

  test.each(documents)("$file", { timeout: 300_000 }, (document) => {
    const tried = tryDocument(document);
    expect(tried.length).toBeGreaterThan(0);
    const wrong = tried.filter(({ isSame }) => !isSame);
    const said = wrong.map(
      ({ at, command, shown, printed }) => `${at}: $ ${command}\nshown:\n${shown}\nprinted:\n${printed}`,
    );
    expect(said.join("\n\n")).toBe("");
  });
});
