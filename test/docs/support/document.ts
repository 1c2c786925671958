import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A fenced block of a document. */
export interface Block {
  /** First word after the fence, such as `ts`; empty without one. */
  readonly language: string;
  /** The words after it: `fragment`, `run`, and what belongs to them. */
  readonly words: readonly string[];
  /** File that the block shows, where its first line is a comment with nothing but a name: `// name.ts`, `# sluice.yml`. */
  readonly name: string | undefined;
  readonly text: string;
  /** Line of the document that the text begins at, from 1. */
  readonly line: number;
}

/** A link to another place of this repository. */
export interface Link {
  /** As it is written. */
  readonly target: string;
  readonly line: number;
}

/** A Markdown file. */
export interface Document {
  /** Relative to the repository. */
  readonly file: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** What a link can name after `#`. */
  readonly anchors: ReadonlySet<string>;
}

const fence = /^(\s*)(`{3,})([^`]*)$/;
const named = /^(?:\/\/|#) ((?:[\w.-]+\/)*[\w.-]+\.(?:ts|yml|json|cwl|txt))$/;

/** Reads what can be checked of a document. @throws for a block that never ends */
export function readDocument(root: string, path: string): Document {
  const file = relative(root, path);
  const lines = readFileSync(path, "utf8").split("\n");
  const blocks: Block[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const [, indent = "", ticks, info = ""] = fence.exec(line) ?? [];
    if (ticks !== undefined) {
      const end = lines.findIndex((each, index) => index > at && each.trim() === ticks);
      if (end === -1) throw new Error(`${file}:${at + 1}: this block never ends`);
      const inside = lines.slice(at + 1, end).map((each) => each.slice(indent.length));
      const [language = "", ...words] = info.trim().split(/\s+/);
      blocks.push({
        language,
        words,
        name: named.exec(inside[0] ?? "")?.[1],
        text: `${inside.join("\n")}\n`,
        line: at + 2,
      });
      at = end;
      continue;
    }
    const heading = /^#{1,6} (.*)$/.exec(line)?.[1];
    if (heading !== undefined) addAnchor(anchors, heading);
    for (const [, target = ""] of line.replaceAll(/`[^`]*`/g, "``").matchAll(/\]\(([^)\s]+)\)/g)) {
      if (!/^[a-z]+:/.test(target)) links.push({ target, line: at + 1 });
    }
  }
  return { file, blocks, links, anchors };
}

/** As GitHub makes them. */
function addAnchor(anchors: Set<string>, heading: string): void {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  const anchor = text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
  for (let number = 0; ; number += 1) {
    const numbered = number === 0 ? anchor : `${anchor}-${number}`;
    if (anchors.has(numbered)) continue;
    anchors.add(numbered);
    return;
  }
}

/** Folder for the files of a document: its path without anything that a path cannot have twice. */
export function folderOf({ file }: Document, parent: string): string {
  return join(parent, file.replace(/\.md$/, "").replaceAll("/", "-"));
}
