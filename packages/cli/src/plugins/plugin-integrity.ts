import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, normalize, relative } from "node:path";
import { isFile } from "./is-file.ts";
import { wholeText } from "./whole-text.ts";

/** What a package has beyond this (bytes) is told apart by names and sizes only: data, not code. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Checksum of a plugin's own files, `sha256-…`: of one file and those that it imports by their paths, or of a package's folder without the
 * packages it depends on. Where the
 * package says which `files` are published, only those count: what a run writes beside them while the plugin is developed does not.
 * @param module - what is loaded of a package, relative to its folder: it counts with its own folder, published or not
 */
export async function pluginIntegrity(path: string, module?: string): Promise<string> {
  const hash = createHash("sha256");
  if ((await stat(path)).isDirectory()) await addFolder(hash, path, module);
  else await addModule(hash, path);
  return `sha256-${hash.digest("base64")}`;
}

/** How modules name files beside them. What only looks like it, in a comment, does no harm. */
const besides = /\b(?:from|import|require|URL)\s*\(?\s*["'](\.{1,2}\/[^"'?#]+)/g;

/** A module, then what it imports by relative paths, and so on, in the order in which they are named. */
async function addModule(hash: Hash, module: string): Promise<void> {
  const files = [module];
  // It grows meanwhile.
  for (const file of files) {
    const content = await readFile(file);
    if (file !== module) hash.update(`${relative(dirname(module), file)}\0${content.length}\0`);
    hash.update(content);
    for (const [, name = ""] of content.toString().matchAll(besides)) {
      const next = [name, `${name}.js`, `${name}.json`].map((each) => join(dirname(file), each)).find(isFile);
      if (next !== undefined && !files.includes(next)) files.push(next);
    }
  }
}

async function addFolder(hash: Hash, folder: string, module: string | undefined): Promise<void> {
  let room = mostBytes;
  const isPublished = await publishedFiles(folder, module);
  for (const file of await filesOf(folder)) {
    const name = relative(folder, file);
    if (!isPublished(name)) continue;
    const { size } = await stat(file);
    hash.update(`${name}\0${size}\0`);
    if (size > room) continue;
    room -= size;
    hash.update(await readFile(file));
  }
}

/** Tells what npm would publish, by the key `files` of a package: names and patterns, of files and folders. */
async function publishedFiles(folder: string, module: string | undefined): Promise<(name: string) => boolean> {
  const text = await readFile(join(folder, "package.json"), wholeText).catch(() => "{}");
  const { files } = JSON.parse(text) as { readonly files?: unknown };
  if (!Array.isArray(files)) return () => true;
  const patterns = (files as readonly unknown[]).filter((each) => typeof each === "string").map(publishedPattern);
  const loaded = module === undefined ? undefined : normalize(module);
  const home = loaded === undefined ? "." : dirname(loaded);
  return (name) =>
    name === "package.json" ||
    name === loaded ||
    (home !== "." && name.startsWith(`${home}/`)) ||
    patterns.some((pattern) => pattern.test(name));
}

/** `dist`, `dist/`, `*.ts`, `lib/**`: a folder stands for everything in it. Exclusions are not looked at. */
function publishedPattern(pattern: string): RegExp {
  const parts = pattern
    .replace(/^\.?\//, "")
    .replace(/\/$/, "")
    .split(/(\*\*|\*)/);
  const source = parts
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`),
    )
    .join("");
  return new RegExp(`^${source}(?:/|$)`);
}

/** All files below a folder in an order that does not depend on the file system. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => name !== "node_modules" && name !== ".git")
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesOf(path);
        // A link counts for the file that it leads to.
        return entry.isFile() || (entry.isSymbolicLink() && isFile(path)) ? [path] : [];
      }),
  );
  return files.flat().toSorted();
}
