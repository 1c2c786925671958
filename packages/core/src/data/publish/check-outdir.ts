import { accessSync, constants, lstatSync, statSync } from "node:fs";
import { join } from "node:path";
import { SluiceError, type DataManager } from "@sluice/contracts";

/** Whether outputs that are known by name have a place, before they are made. Of several of one name the first gets it. */
export async function checkOutdir({
  outdir,
  outputs,
}: Parameters<NonNullable<DataManager["checkOutdir"]>>[0]): Promise<void> {
  await Promise.resolve();
  if (statSync(outdir, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [output, { class: kind, basename }] of Object.entries(outputs)) {
    if (seen.has(basename)) continue;
    seen.add(basename);
    const fault = faultAt(join(outdir, basename), kind);
    if (fault !== undefined) faults.push(`${fault} where the output '${output}' must go: ${basename}`);
  }
  if (faults.length === 0) return;
  throw new SluiceError("FILE_UNWRITABLE", `outputs cannot go to ${outdir}: ${faults.join("; ")}`, {
    hint: "Move what is there, or choose another folder for the outputs.",
  });
}

/** What is in the way of an output. A link is replaced. */
function faultAt(path: string, kind: "File" | "Directory"): string | undefined {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there || there.isSymbolicLink()) return undefined;
  if (kind === "File") return there.isDirectory() ? "a folder is" : undefined;
  if (!there.isDirectory()) return "a file is";
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return "a folder that cannot be written is";
  }
}
