import { lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder with things around the places that a run may write to, which must stay as they are. */
export interface Canary {
  /** Where documents and inputs are. */
  readonly documents: string;
  readonly home: string;
  /** A folder of outputs that links lead out of. */
  outdir(number: number): string;
  /** Everything that is neither in the home nor in a folder of outputs, as text. */
  snapshot(): string;
  /** What there is in the home that no run makes. */
  strays(): readonly string[];
}

/** What is to be run, in the folder of the documents. */
const isJob = /\/documents\/\d+\.(?:cwl|json)$/;

/** Puts the canary into an empty folder. */
export function createCanary(folder: string): Canary {
  const at = (...names: string[]): string => join(folder, ...names);
  const [documents, home, results] = [at("a/b/documents"), at("a/b/home"), at("a/b/results")];
  for (const place of [".", "a", "a/b", "a/b/documents"]) {
    mkdirSync(at(place, "canary/sub"), { recursive: true });
    for (const name of ["file", "x", "sub/file"]) writeFileSync(at(place, "canary", name), `${place} ${name}`);
    writeFileSync(at(place, "x"), place);
  }
  mkdirSync(results);
  return {
    documents,
    home,
    outdir(number) {
      const outdir = join(results, String(number));
      mkdirSync(outdir);
      for (const name of ["d", "e", "x", "canary"]) symlinkSync("../../canary", join(outdir, name));
      for (const name of ["f", "file", "o.txt"]) symlinkSync("../../canary/file", join(outdir, name));
      return outdir;
    },
    snapshot: () =>
      describe(folder, (path) => path === home || path.startsWith(`${results}/`) || isJob.test(path)).join("\n"),
    strays: () => [
      ...othersIn(home, /^(?:runs|catalogue\.db.*)$/),
      ...namesIn(join(home, "runs")).flatMap((run) => [
        ...othersIn(join(home, "runs", run), /^(?:run\.db.*|jobs|log\.ndjson)$/),
        ...othersIn(join(home, "runs", run, "jobs"), /-0-[0-9a-f]{8}$/),
      ]),
    ],
  };
}

function describe(path: string, leaveOut: (path: string) => boolean): string[] {
  if (leaveOut(path)) return [];
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return [`${path} -> ${readlinkSync(path)}`];
  if (!stats.isDirectory()) return [`${path} ${stats.mode} ${readFileSync(path, "utf8")}`];
  const names = readdirSync(path).toSorted();
  return [`${path}/`, ...names.flatMap((name) => describe(join(path, name), leaveOut))];
}

function namesIn(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

function othersIn(folder: string, known: RegExp): string[] {
  return namesIn(folder)
    .filter((name) => !known.test(name))
    .map((name) => join(folder, name));
}
