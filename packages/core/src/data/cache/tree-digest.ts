import { checksumFile, directoryEntries } from "@sluice/connector-kit";
import { lstatSync, readlinkSync } from "node:fs";
import { createGiveWay } from "../../give-way.ts";
import { joinBytes } from "../read-tree.ts";
import { createSetDigest } from "../set-digest.ts";

/**
 * Says what everything below a folder is: names, contents, and where links lead, which are not followed. Calls back for each
 * file after it was read. Nothing is kept of an entry, for there may be millions.
 */
export async function treeDigest(
  folder: string,
  signal: AbortSignal,
  seen: (file: Buffer, size: number) => void = () => undefined,
): Promise<string> {
  const giveWay = createGiveWay();
  const walk = async (place: Buffer): Promise<string> => {
    const digest = createSetDigest();
    for (const { name, type } of directoryEntries(place)) {
      await giveWay();
      signal.throwIfAborted();
      const path = joinBytes(place, name);
      let what: string;
      if (type === "link") what = readlinkSync(path, { encoding: "buffer" }).toString("latin1");
      else if (type === "directory") what = await walk(path);
      else {
        const { size } = lstatSync(path);
        what = await checksumFile(path, size);
        seen(path, size);
      }
      digest.add(`${type} ${name.toString("latin1")}\0${what}`);
    }
    return digest.digest();
  };
  return walk(Buffer.from(folder));
}
