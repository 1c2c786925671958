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

/** Node takes a delay above 2^31 milliseconds for one of 1: what is not known to be short goes through the module of timers. */
export function timerFault(file: string, text: string): string | undefined {
  if (!/^packages\/(?!testkit\/)[^/]+\/src\/.*\.ts$/.test(file) || file === "packages/core/src/timers.ts")
    return undefined;
  const sleeps = /import \{ setTimeout(?: as (\w+))? \} from "node:timers\/promises"/.exec(text);
  const sleep = sleeps && (sleeps[1] ?? "setTimeout");
  const calls = new RegExp(
    `(?<![.\\w#])(?:setTimeout|setInterval|AbortSignal\\.timeout${sleep ? `|${sleep}` : ""})\\(`,
    "g",
  );
  for (const { 0: call, index } of text.matchAll(calls)) {
    const given = argumentsFrom(text, index + call.length);
    const delay = call === "AbortSignal.timeout(" || call === `${sleep}(` ? given[0] : given[1];
    if (isShort(delay ?? "0", text, 0)) continue;
    return `${file}:${text.slice(0, index).split("\n").length}: a timer of a computed delay is one of core/src/timers.ts`;
  }
  return undefined;
}

/** A number, a constant that is one, or the least of several one of which is. */
function isShort(delay: string, text: string, depth: number): boolean {
  const bare = delay.trim();
  if (/^[\d_][\d_*+.\s]*$/.test(bare)) return true;
  if (depth > 3) return false;
  if (bare.startsWith("Math.min(") && bare.endsWith(")"))
    return argumentsFrom(bare, "Math.min(".length).some((each) => isShort(each, text, depth + 1));
  if (!/^\w+$/.test(bare)) return bare === "2 ** 31 - 1";
  const constant = new RegExp(`const ${bare} = ([^;]+);`).exec(text)?.[1];
  return constant !== undefined && isShort(constant, text, depth + 1);
}

/** The arguments of a call, from behind its bracket. */
function argumentsFrom(text: string, start: number): string[] {
  const found = [""];
  let depth = 0;
  for (const letter of text.slice(start)) {
    if (depth === 0 && letter === ")") break;
    if (depth === 0 && letter === ",") {
      found.push("");
      continue;
    }
    if ("([{".includes(letter)) depth += 1;
    if (")]}".includes(letter)) depth -= 1;
    found[found.length - 1] += letter;
  }
  return found.filter((each) => each.trim() !== "");
}
