import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { folderOf, type Block, type Document } from "./document.ts";
import { exampleDocuments, root } from "./documents.ts";

/** Where a file of an example comes from. */
export interface Origin {
  readonly document: Document;
  readonly block: Block;
}

/** The TypeScript of all documents as files, each document in a folder of its own. */
export interface WrittenExamples extends Disposable {
  readonly folder: string;
  /** By absolute path. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Writes them outside of `node_modules`, where Node would not run TypeScript; packages are found through a link. */
export function writeExamples(): WrittenExamples {
  const folder = mkdtempSync(join(tmpdir(), "sluice-docs-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const origins = new Map<string, Origin>();
  for (const document of exampleDocuments) {
    for (const block of document.blocks.filter(isModule)) {
      const path = join(folderOf(document, folder), block.name ?? `line-${block.line}.ts`);
      const earlier = origins.get(path);
      if (earlier) throw new Error(`${place({ document, block })}: ${block.name} is at ${place(earlier)}, too`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, block.text);
      origins.set(path, { document, block });
    }
  }
  return { folder, origins, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** Fragments are signatures that are explained; everything else is a module. */
export function isModule({ language, words }: Block): boolean {
  return language === "ts" && !words.includes("fragment");
}

/** Where a line of a block is, as editors understand it. */
export function place({ document, block }: Origin, line = 1): string {
  return `${document.file}:${block.line + line - 1}`;
}
