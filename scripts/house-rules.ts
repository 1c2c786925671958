/** The rules of the house that no linter knows. Each takes one file and answers what is wrong with it. */
import { homedir } from "node:os";

const longestFile = 500;
const code = /\.(?:ts|mts|js|mjs|sh|py)$|^\.ci\/run$/;
const notOurs =
  /(?:^|\/)(?:generated|golden|fixtures|schemas)\/|^docs\/reference\/|^api\/|^package-lock\.json$|(?:^|\/)LICENSE/;

/** Whether somebody wrote this file by hand, in this repository. */
export function isHandWritten(file: string): boolean {
  return !notOurs.test(file);
}

export function lengthFault(file: string, text: string): string | undefined {
  if (!code.test(file) && !file.endsWith(".md")) return undefined;
  const lines = text.split("\n").length - 1;
  return lines > longestFile ? `${file}: ${lines} lines; nothing hand-written has more than ${longestFile}` : undefined;
}

export function leftOverFault(file: string, text: string): string | undefined {
  if (!code.test(file)) return undefined;
  const line = text.split("\n").findIndex((entry) => /\b(?:[T]ODO|[F]IXME|[X]XX)\b/.test(entry));
  return line === -1 ? undefined : `${file}:${line + 1}: something is left to do; do it or open an issue`;
}

/** Extension points are declared in contracts, so that a plugin author finds them all in one folder. */
export function extensionPointFault(file: string, text: string): string | undefined {
  if (!/^(?:packages|plugins)\/[^/]+\/src\/.*\.ts$/.test(file) || file.startsWith("packages/contracts/src/")) {
    return undefined;
  }
  const at = text.search(/\bextensionPoint\s*(?:<[^()]*>)?\s*\(/);
  if (at === -1) return undefined;
  return `${file}:${text.slice(0, at).split("\n").length}: an extension point is declared under packages/contracts/src`;
}

/** A path that exists on one machine only has no place in the repository. */
export function machinePathFault(file: string, text: string, root: string): string | undefined {
  const places = [root, homedir()].filter((place) => place.split("/").length > 2);
  const ours = places.map((place) => place.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "(?![\\w.-])");
  const usual = ["/Users/[\\w.-]+/", "/home/[\\w.-]+/[\\w.-]+/[\\w.-]+/"];
  const found = new RegExp(`(?<![\\w.~/-])(?:${[...ours, ...usual].join("|")})`).exec(text);
  if (found === null) return undefined;
  return `${file}:${text.slice(0, found.index).split("\n").length}: names a path of one machine, ${found[0]}`;
}

/** The lock file must install from whatever registry the reader uses. */
export function registryFault(file: string, text: string): string | undefined {
  if (file !== "package-lock.json") return undefined;
  const host = /"resolved": "https?:\/\/[^"]+"/.exec(text)?.[0];
  return host === undefined ? undefined : `${file}: names a registry: ${host}`;
}
