import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { checksumFile } from "../publish/checksum-file.ts";

/** What lies at one path of a tree. */
export type ManifestEntry =
  | { readonly path: string; readonly type: "file"; readonly size: number; readonly checksum: string }
  | { readonly path: string; readonly type: "link"; readonly to: string }
  | { readonly path: string; readonly type: "directory" };

/** Everything below a folder, in an order that depends on the names only. Links are not followed. */
export async function treeManifest(folder: string, signal: AbortSignal): Promise<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      signal.throwIfAborted();
      const path = below === "" ? name : `${below}/${name}`;
      const full = join(folder, path);
      const stats = lstatSync(full);
      if (stats.isSymbolicLink()) entries.push({ path, type: "link", to: readlinkSync(full) });
      else if (stats.isDirectory()) {
        entries.push({ path, type: "directory" });
        await walk(path);
      } else entries.push({ path, type: "file", size: stats.size, checksum: await checksumFile(full, stats.size) });
    }
  };
  await walk("");
  return entries;
}
