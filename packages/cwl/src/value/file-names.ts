import { isEntryName } from "@sluice/contracts";
import { normalize } from "node:path/posix";
import type { FileDraft } from "./file-draft.ts";

/** `nameroot` and `nameext` of a basename; leading periods belong to the root. Source: CWL v1.2, File. */
export function splitName(basename: string): { readonly nameroot: string; readonly nameext: string } {
  const start = /^\.*/.exec(basename)?.[0].length ?? 0;
  const dot = basename.lastIndexOf(".");
  return dot > start
    ? { nameroot: basename.slice(0, dot), nameext: basename.slice(dot) }
    : { nameroot: basename, nameext: "" };
}

/** Applies a secondary file pattern to a name: each `^` takes an extension away, the rest is appended. Source: CWL v1.2, secondaryFiles. */
export function applyPattern(name: string, pattern: string): string {
  let rest = pattern;
  let root = name;
  while (rest.startsWith("^")) {
    root = splitName(root).nameroot;
    rest = rest.slice(1);
  }
  return root + rest;
}

/** What is wrong with the `basename` of a File or Directory, or nothing. */
export function nameFault({ class: kind, basename }: FileDraft): string | undefined {
  if (typeof basename === "string" && isEntryName(basename)) return undefined;
  return `${JSON.stringify(basename)} cannot be the basename of a ${kind}`;
}

/** A relative path that stays in its folder, in its shortest form; undefined for any other text. */
export function innerPath(path: string): string | undefined {
  const shortest = normalize(path).replace(/\/$/, "");
  return path !== "" && shortest.split("/").every(isEntryName) ? shortest : undefined;
}
