import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readDocument } from "./support/document.ts";
import { allDocuments, root } from "./support/documents.ts";

test("there are documents", () => {
  expect(allDocuments.length).toBeGreaterThan(40);
});

test.each(allDocuments)("links of $file lead somewhere", ({ file, links, anchors }) => {
  const broken = links.flatMap(({ target, line }) => {
    const [path = "", anchor] = target.split("#");
    const there = path === "" ? join(root, file) : resolve(root, dirname(file), decodeURIComponent(path));
    if (!existsSync(there)) return [`${file}:${line}: there is no ${target}`];
    if (anchor === undefined || !there.endsWith(".md")) return [];
    const known = path === "" ? anchors : readDocument(root, there).anchors;
    return known.has(anchor) ? [] : [`${file}:${line}: ${path === "" ? file : path} has no #${anchor}`];
  });
  expect(broken).toEqual([]);
});
