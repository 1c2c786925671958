import { dirname } from "node:path";
import {
  isDirectoryValue,
  isFileValue,
  SluiceError,
  type InputChecks,
  type InputStamp,
  type InputStamps,
  type Json,
  type JsonObject,
  type StagingEntry,
} from "@sluice/contracts";
import { stampChanges, takeStamp, type StampChange, type StampOptions } from "../data/index.ts";
import { placeOf, visitFiles } from "./file-values.ts";

/** How inputs are looked at. */
export interface StampRules {
  readonly checks: InputChecks;
  /** What Sluice writes itself, and is not looked at inside of directories. */
  readonly own: readonly string[];
}

/** Knows what the inputs of a run were like when it began. */
export interface InputWatch {
  /** Looks at inputs before a job gets them. @throws `INPUT_CHANGED` */
  check(entries: readonly StagingEntry[]): Promise<void>;
  /** Looks at inputs before the engine itself computes with them, but for those in lists, which may be long. @throws `INPUT_CHANGED` */
  checkValues(inputs: JsonObject): Promise<void>;
  /** From now on nobody looks whether these change. */
  release(paths: readonly string[]): void;
}

/** Most changes that a message names. */
const mostNamed = 20;
/** A directory is not looked at again until this many times as long has passed as the look took. */
const restFactor = 20;

/**
 * What the files in values are like, and those at paths where more are looked for. What values name and cannot be found has no stamp:
 * whoever needs it says so.
 */
export async function stampInputs(
  values: readonly Json[],
  lookedFor: readonly string[],
  rules: StampRules,
): Promise<InputStamps> {
  if (rules.checks === "none") return {};
  const paths = new Set<string>();
  for (const value of values) {
    visitFiles(value, (file) => {
      const path = placeOf(file);
      if (path !== undefined) paths.add(path);
    });
  }
  const found = await stampPaths([...paths, ...lookedFor.filter((path) => !paths.has(path))], optionsOf(rules));
  const absent = lookedFor
    .filter((path) => !Object.hasOwn(found, path))
    .map((path) => [path, { absent: true }] as const);
  return { ...found, ...Object.fromEntries(absent) };
}

/** What files at paths are like. */
export async function stampPaths(paths: Iterable<string>, options: StampOptions): Promise<InputStamps> {
  const stamps: Record<string, InputStamp> = Object.create(null) as Record<string, InputStamp>;
  for (const path of paths) {
    const stamp = await takeStamp(path, options);
    if (stamp) stamps[path] = stamp;
  }
  return stamps;
}

/** What is not as the stamps say. */
export async function changesSince(stamps: InputStamps, rules: StampRules): Promise<readonly StampChange[]> {
  if (rules.checks === "none") return [];
  const options = optionsOf(rules);
  const changes = new Map<string, StampChange>();
  for (const [path, stamp] of Object.entries(stamps)) {
    if (stamp === null) continue;
    for (const change of stampChanges(path, stamp, await takeStamp(path, options))) changes.set(change.path, change);
  }
  return [...changes.values()];
}

/** The stamps of what changed as it is now, with checksums; null for what is gone. */
export async function acceptChanges(
  stamps: InputStamps,
  changes: readonly StampChange[],
  rules: StampRules,
): Promise<InputStamps> {
  const changed = changes.map(({ path }) => path);
  const accepted: Record<string, InputStamp | null> = {};
  for (const path of Object.keys(stamps)) {
    if (!changed.some((each) => each === path || each.startsWith(`${path}/`))) continue;
    accepted[path] = (await takeStamp(path, { ...optionsOf(rules), content: true })) ?? null;
  }
  return accepted;
}

/** Says which inputs changed, and how to go on. */
export function inputsChanged(run: string, changes: readonly StampChange[]): SluiceError {
  const named = changes.slice(0, mostNamed).map(({ path, what }) => `${path} ${what}`);
  const more = changes.length > named.length ? [`and ${changes.length - named.length} more`] : [];
  const text = `inputs are not as they were when run ${run} began: ${[...named, ...more].join("; ")}`;
  const touched = changes.every(({ what }) => /^(was written again|is another file)/.test(what))
    ? "Where they hold the same as before, --accept-changes is right; runs with '--check-inputs content' compare what files hold and nothing else. "
    : "";
  return new SluiceError("INPUT_CHANGED", text, {
    hint:
      touched +
      `'sluice resume ${run} --accept-changes' goes on with them as they are, and keeps what is done; a new run with --cache does again ` +
      "what depends on them, and only that.",
  });
}

/** Watches the inputs of a run that goes on. */
export function watchInputs(run: string, stamps: InputStamps, rules: StampRules): InputWatch {
  const watched = new Map(Object.entries(stamps).filter(([, stamp]) => rules.checks !== "none" && stamp !== null));
  const released = new Set<string>();
  const looks = new Map<string, { readonly changes: Promise<readonly StampChange[]>; until: number }>();
  const options = { ...optionsOf(rules), content: false };

  /** The watched input that a source is, or is in. */
  function ownerOf(source: string): string | undefined {
    for (let path = source; ; path = dirname(path)) {
      if (watched.has(path)) return path;
      if (path === dirname(path)) return undefined;
    }
  }

  async function look(path: string): Promise<readonly StampChange[]> {
    const before = watched.get(path);
    if (!before) return [];
    const changes = stampChanges(path, before, await takeStamp(path, options));
    if (changes.length === 0 || rules.checks !== "content") return changes;
    // It may have been written again with what it had.
    return stampChanges(path, before, await takeStamp(path, { ...options, content: true }));
  }

  /** Jobs of a scatter share directories, which may be large. */
  function lookSeldom(path: string): Promise<readonly StampChange[]> {
    const known = looks.get(path);
    if (known && performance.now() < known.until) return known.changes;
    const began = performance.now();
    const made = { changes: look(path), until: Infinity };
    const rest = (): void => {
      const now = performance.now();
      made.until = now + (now - began) * restFactor;
    };
    made.changes.then(rest, rest);
    looks.set(path, made);
    return made.changes;
  }

  /** What matters of the changes of an input for whoever reads a part of it. */
  function matters({ path, what, added }: StampChange, source: string): boolean {
    // What tools leave in directories that are theirs to read is no reason to stop, and what is gone is missed when it is staged.
    if (added || what === "is gone" || isInside(path, released)) return false;
    return path === source || path.startsWith(`${source}/`);
  }

  async function checkSources(sources: readonly (string | undefined)[]): Promise<void> {
    const changes: StampChange[] = [];
    for (const source of sources) {
      const owner = source === undefined ? undefined : ownerOf(source);
      if (source === undefined || owner === undefined) continue;
      const isDirectory = !("size" in (watched.get(owner) ?? {}));
      const found = isDirectory ? await lookSeldom(owner) : await look(owner);
      changes.push(...found.filter((change) => matters(change, source)));
    }
    if (changes.length > 0) throw inputsChanged(run, changes);
  }

  return {
    async check(entries) {
      if (watched.size === 0) return;
      await checkSources(
        entries.map((entry) => (entry.type === "input" ? placeOf({ location: entry.source }) : undefined)),
      );
    },
    async checkValues(inputs) {
      if (watched.size === 0) return;
      const files = Object.values(inputs).filter((value) => isFileValue(value) || isDirectoryValue(value));
      if (files.length > 0) await checkSources(files.map(placeOf));
    },
    release(paths) {
      for (const path of paths) {
        released.add(path);
        watched.delete(path);
      }
    },
  };
}

/** Whether a path is one of some, or lies in one. */
export function isInside(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (folders.has(folder)) return true;
    if (folder === dirname(folder)) return false;
  }
}

function optionsOf({ checks, own }: StampRules): StampOptions {
  return { content: checks === "content", skip: new Set(own) };
}
