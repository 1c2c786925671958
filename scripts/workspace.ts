/** The packages of this workspace, as its scripts see them. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the repository. */
export const root: string = join(import.meta.dirname, "..");

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface WorkspacePackage {
  /** Relative to the repository, such as `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export function workspacePackages(): WorkspacePackage[] {
  return globSync("{packages,plugins}/*/package.json", { cwd: root })
    .toSorted()
    .map((file) => ({
      folder: dirname(file),
      manifest: JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest,
    }));
}

/** The files that git tracks or would track, relative to the repository; deleted ones are left out. */
export function trackedFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const deleted = execFileSync("git", ["ls-files", "-z", "--deleted"], { cwd: root, encoding: "utf8" });
  const gone = new Set(deleted.split("\0"));
  return listed.split("\0").filter((file) => file !== "" && !gone.has(file));
}
