import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { removeTree } from "../../remove-tree.ts";

/**
 * Begins to place the outputs of a run: what an earlier attempt that was killed left under its temporary names goes, also in another
 * folder of outputs. The run's folder `owned` has the name of the folder until the end.
 */
export async function beginPublication(owned: string, outdir: string): Promise<Disposable> {
  const note = join(owned, "publishing");
  const earlier = readNote(note);
  for (const folder of new Set([outdir, ...earlier])) {
    for (const at of [folder, dirname(folder)]) await removeTree(join(at, partName(owned)));
  }
  try {
    writeFileSync(note, outdir, { mode: 0o600 });
  } catch (error) {
    // A run without a folder is not found again by anybody.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { [Symbol.dispose]: () => rmSync(note, { force: true }) };
}

/** What a run calls what it has not finished placing. */
export function partName(owned: string): string {
  return `.sluice-${createHash("sha1").update(owned).digest("hex").slice(0, 10)}.part`;
}

function readNote(note: string): readonly string[] {
  try {
    const outdir = readFileSync(note, "utf8");
    return isAbsolute(outdir) ? [outdir] : [];
  } catch {
    // No attempt was cut short.
    return [];
  }
}
