import { createHash } from "node:crypto";
import { openFile } from "@sluice/connector-kit";
import { closeSync, createReadStream, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** One thing of a tree. `path` is relative to the tree's top, which is the empty path itself. */
export type TreeItem =
  | { readonly type: "directory"; readonly path: string }
  | { readonly type: "link"; readonly path: string; readonly to: string }
  | { readonly type: "file"; readonly path: string; readonly size: number; readonly sha256: string };

/** Everything below a path and what is in it, in the order of names. Equal trees give equal records. */
export async function recordTree(top: string, signal: AbortSignal): Promise<TreeItem[]> {
  const items: TreeItem[] = [];
  const visit = async (path: string): Promise<void> => {
    signal.throwIfAborted();
    const place = path === "" ? top : join(top, path);
    const stats = lstatSync(place);
    if (stats.isSymbolicLink()) items.push({ type: "link", path, to: readlinkSync(place) });
    else if (stats.isDirectory()) {
      items.push({ type: "directory", path });
      for (const name of readdirSync(place).sort()) await visit(path === "" ? name : `${path}/${name}`);
    } else items.push({ type: "file", path, size: stats.size, sha256: await digestOf(place, signal) });
  };
  await visit("");
  return items;
}

async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const digest = createHash("sha256");
  const { file } = openFile(path);
  try {
    await pipeline(createReadStream("", { fd: file, autoClose: false, highWaterMark: 1 << 20 }), digest, { signal });
    return digest.digest("hex");
  } finally {
    closeSync(file);
  }
}
