import { globSync } from "node:fs";
import { join } from "node:path";
import { readDocument, type Document } from "./document.ts";

/** Folder of the repository. */
export const root: string = join(import.meta.dirname, "../../..");

const never = ["**/node_modules/**", "**/templates/**", "**/fixtures/**", "**/dist/**", "docs/adr/template.md"];

function read(patterns: readonly string[], except: readonly string[] = []): readonly Document[] {
  const files = globSync(patterns, { cwd: root, exclude: [...never, ...except] });
  return files.toSorted().map((file) => readDocument(root, join(root, file)));
}

/** Documents whose examples are tried. Those of the reference are parts of code that is compiled anyway. */
export const exampleDocuments: readonly Document[] = read(
  ["README.md", "docs/**/*.md", "packages/*/README.md"],
  ["docs/reference/interfaces/**"],
);

/** Documents whose links are followed. */
export const allDocuments: readonly Document[] = read([
  "*.md",
  "docs/**/*.md",
  "packages/*/README.md",
  "examples/**/README.md",
]);
