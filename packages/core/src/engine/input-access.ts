import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { SluiceError, type RunEventData, type StagingEntry, type StepKey } from "@sluice/contracts";
import { portsRead, portsWritten } from "../graph/step-ports.ts";
import { placeOf } from "./file-values.ts";
import type { Plan } from "./machine/plan.ts";

/** What a job does with files, as `inputs_opened` has it. */
export type Opened = Pick<RunEventData["inputs_opened"], "paths" | "read">;

/** Knows who changes and who reads files, in runs that have jobs which change some in place. */
export interface InputAccess {
  /**
   * What a job that is about to start does with files; undefined when nobody needs to know. Jobs that use one file, of which one changes it,
   * must be one after the other.
   * @throws `INPUT_SHARED`
   */
  begin(key: StepKey, entries: readonly StagingEntry[]): Opened | undefined;
  /** The job of a firing is over. */
  end(key: StepKey): void;
}

type Place = Pick<StepKey, "step" | "tag">;
interface Uses {
  readonly changed: Map<string, Place>;
  readonly read: Map<string, Place>;
}

/** Makes it, with what jobs of earlier engines did. */
export function createInputAccess(plan: Plan, earlier: readonly (Place & Opened)[]): InputAccess {
  const isWatched = Object.values(plan.graph.steps).some((step) => step.kind === "execute" && step.updates === true);
  const order = createOrder(plan);
  /** By path, with its links resolved. */
  const uses = new Map<string, Uses>();
  /** Paths in use that lie in a folder. */
  const inside = new Map<string, Set<string>>();
  const live = new Set<string>();

  function* above(path: string): Generator<string> {
    for (let folder = path; folder !== dirname(folder);) yield (folder = dirname(folder));
  }

  /** Uses of what a path is, has in it, or lies in. */
  function* usesAround(path: string): Generator<Uses> {
    for (const each of [path, ...above(path), ...(inside.get(path) ?? [])]) {
      const found = uses.get(each);
      if (found) yield found;
    }
  }

  const note = (path: string, kind: keyof Uses, place: Place): void => {
    let found = uses.get(path);
    if (!found) {
      uses.set(path, (found = { changed: new Map(), read: new Map() }));
      for (const folder of above(path)) inside.set(folder, (inside.get(folder) ?? new Set()).add(path));
    }
    found[kind].set(nameOf(place), place);
  };
  const record = (place: Place, { paths, read = [] }: Opened): void => {
    for (const path of paths) note(real(path), "changed", place);
    for (const path of read) note(real(path), "read", place);
  };
  for (const each of earlier) record(each, each);

  function check(path: string, mine: Place, isChange: boolean): void {
    for (const { changed, read } of usesAround(real(path))) {
      for (const others of isChange ? [changed, read] : [changed]) {
        for (const [name, other] of others) {
          if (name === nameOf(mine) || (!live.has(name) && order(other, mine))) continue;
          throw shared(path, mine, isChange, other, others === changed);
        }
      }
    }
  }

  return {
    begin({ step, tag }, entries) {
      if (!isWatched && !entries.some((entry) => entry.type === "input" && entry.inPlace)) return undefined;
      const place = { step, tag };
      const paths: string[] = [];
      const read: string[] = [];
      for (const entry of entries) {
        const path = entry.type === "input" ? placeOf({ location: entry.source }) : undefined;
        if (path === undefined) continue;
        ("inPlace" in entry ? paths : read).push(path);
      }
      for (const path of paths) check(path, place, true);
      for (const path of read) check(path, place, false);
      if (paths.length + read.length === 0) return undefined;
      const opened: Opened = { paths, ...(isWatched && read.length > 0 && { read }) };
      record(place, opened);
      live.add(nameOf(place));
      return opened;
    },
    end: (key) => void live.delete(nameOf(key)),
  };
}

function nameOf({ step, tag }: Place): string {
  return `${step}#${tag}`;
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is not there is missed when it is staged.
    return path;
  }
}

function shared(path: string, mine: Place, changes: boolean, other: Place, otherChanges: boolean): SluiceError {
  const does = (isChange: boolean): string => (isChange ? "changes in place" : "reads");
  const name = ({ step, tag }: Place): string => (tag === "0" ? step : `${step} ${tag}`);
  return new SluiceError(
    "INPUT_SHARED",
    `it ${does(changes)} ${path}, which ${name(other)} ${does(otherChanges)}, and neither waits for the other`,
    {
      hint: `Let ${name(mine)} take the file from an output of ${name(other)}, or do without InplaceUpdateRequirement: each step changes a copy then.`,
    },
  );
}

/** Tells whether one firing waits, through whatever steps, for another: it needs something that comes of it. */
function createOrder({ graph }: Plan): (first: Place, second: Place) => boolean {
  const known = new Map<string, number>();
  const steps = Object.entries(graph.steps);
  const readers = new Map<string, string[]>();
  const writers = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, port: string, path: string): void => {
    const list = map.get(port);
    if (list) list.push(path);
    else map.set(port, [path]);
  };
  const index = (): void => {
    for (const [path, step] of steps) {
      for (const port of portsRead(step)) add(readers, port, path);
      for (const port of portsWritten(step)) add(writers, port, path);
    }
  };

  /** Everything that a step leads to, or that leads to it: ports, and the loops among the steps. */
  function reach(from: string, isForward: boolean): Set<string> {
    const found = new Set<string>();
    const open = [from];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      const step = graph.steps[path];
      if (!step) continue;
      if (path !== from && step.kind === "loop") found.add(path);
      for (const port of isForward ? portsWritten(step) : portsRead(step)) {
        if (found.has(port)) continue;
        found.add(port);
        open.push(...((isForward ? readers : writers).get(port) ?? []));
      }
    }
    return found;
  }

  /** The fewest scatters and loops around any place on the ways between two steps; infinite when there is no way. */
  function depthBetween(first: string, second: string): number {
    const key = `${first}\0${second}`;
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    if (readers.size === 0) index();
    const before = reach(second, false);
    let depth = Infinity;
    for (const each of reach(first, true)) {
      if (before.has(each)) depth = Math.min(depth, graph.ports[each]?.depth ?? graph.steps[each]?.depth ?? Infinity);
    }
    known.set(key, depth);
    return depth;
  }

  return (first, second) => {
    const depth = depthBetween(first.step, second.step);
    if (depth === Infinity) return false;
    const [one, other] = [first.tag.split("."), second.tag.split(".")];
    return one.slice(0, depth + 1).join(".") === other.slice(0, depth + 1).join(".");
  };
}
