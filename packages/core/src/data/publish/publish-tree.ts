import { checksumFile } from "@sluice/connector-kit";
import { pathToFileURL } from "node:url";
import { SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import { createGiveWay } from "../../give-way.ts";
import { readSortedTree, treeChild, treeTop, type TreeEntry, type TreePlace } from "../read-tree.ts";
import type { OutputPlacer } from "./place-output.ts";

/** Places a directory with everything in it, and answers with its listing. */
export async function publishTree(input: {
  readonly source: string;
  readonly target: string;
  readonly placer: OutputPlacer;
  readonly signal: AbortSignal;
}): Promise<readonly Json[]> {
  const { placer, signal } = input;
  const giveWay = createGiveWay();

  const walk = (place: TreePlace, target: string): Promise<Json[]> =>
    placer.folder(target, async () => {
      const listing: Json[] = [];
      for (const entry of readSortedTree(place)) {
        await giveWay();
        signal.throwIfAborted();
        const name = nameOf(entry);
        const path = `${target}/${name}`;
        const common = { basename: name, path, location: pathToFileURL(path).href };
        if (entry.type === "directory") {
          listing.push({ class: "Directory", ...common, listing: await walk(treeChild(place, entry.path), path) });
        } else if (entry.type === "link") {
          placer.link(entry.to, path);
          listing.push(entry.stats.isDirectory() ? { class: "Directory", ...common } : await fileAt(entry, common));
        } else if (entry.type === "file") {
          await placer.file(entry.path.toString(), path);
          listing.push(await fileAt(entry, common));
        }
      }
      return listing;
    });
  return walk(treeTop(input.source), input.target);
}

async function fileAt(entry: TreeEntry, common: JsonObject): Promise<Json> {
  const { size } = entry.stats;
  return { class: "File", ...common, size, checksum: await checksumFile(entry.path, size) };
}

function nameOf({ name, path }: TreeEntry): string {
  const text = name.toString();
  if (Buffer.from(text).equals(name)) return text;
  throw new SluiceError(
    "FILE_UNREADABLE",
    `An output has a name that is not UTF-8: ${JSON.stringify(path.toString())}.`,
  );
}
