import { lstatSync, mkdtempSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { currentBootId } from "./boot-id.ts";
import { findProcess } from "./find-process.ts";
import { removeTree } from "./remove-tree.ts";

const prefix = "sluice-temporary-";

/** A new folder for temporary files. Its name says which process it belongs to, so that another one can remove it when that was killed. */
export function makeTemporaryFolder(): string {
  const { pid } = process;
  return mkdtempSync(join(tmpdir(), `${prefix}${thisMachine()}-${pid}-${startOf(pid) ?? ""}-`));
}

/** Removes the temporary folders that processes of this user on this machine left behind. What cannot be removed stays. */
export async function sweepTemporaryFolders(): Promise<void> {
  const folder = tmpdir();
  const pattern = new RegExp(`^${prefix}${thisMachine()}-(\\d+)-(\\w*)-\\w{6}$`);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, start] = pattern.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid), start ?? "")) continue;
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true || stats.uid !== process.getuid?.()) continue;
    // Somebody else may sweep as well.
    await removeTree(path).catch(() => undefined);
  }
}

/** Processes are known by their numbers only where these mean the same. */
function thisMachine(): string {
  return `${hostname()}-${currentBootId()}`.replaceAll(/[^A-Za-z0-9]+/g, "_");
}

function isAlive(pid: number, start: string): boolean {
  const found = startOf(pid);
  return found !== undefined && (found === "" || start === "" || found === start);
}

/** When a process started, as a part of a name; empty where that is hidden, undefined where there is none. */
function startOf(pid: number): string | undefined {
  const found = findProcess(pid);
  return found && (found.start ?? "").replaceAll(/[^A-Za-z0-9]+/g, "_");
}
