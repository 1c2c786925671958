import { checksumFile } from "@sluice/connector-kit";
import { realpathSync, statSync } from "node:fs";
import { isExactNumber, isDirectoryValue, isFileValue, type Json, type JsonObject } from "@sluice/contracts";
import { localPath } from "../local-path.ts";
import { isInside } from "../read-tree.ts";

/**
 * Compares the files of a result with what the result says of them: they are in the folder that they were to be brought to, and as large as
 * they are said to be; with `checksums`, also with the same content.
 * @throws with the reason why it is no result
 */
export async function checkBrought(
  outputs: JsonObject,
  {
    directory,
    checksums,
    signal,
  }: { readonly directory: string; readonly checksums: boolean; readonly signal: AbortSignal },
): Promise<void> {
  let folder: string | undefined;
  const check = async (value: Json): Promise<void> => {
    if (typeof value !== "object" || value === null || isExactNumber(value)) return;
    if (isFileValue(value) || isDirectoryValue(value)) {
      const { location = value["path"], size, checksum } = value;
      const path = typeof location === "string" ? localPath(location) : undefined;
      if (path !== undefined) {
        signal.throwIfAborted();
        const stats = statSync(path);
        folder ??= realpathSync(directory);
        if (!isInside(realpathSync(path), folder)) throw new Error(`${path} is not in ${directory}`);
        if (stats.isDirectory() !== isDirectoryValue(value))
          throw new Error(`${path} is no ${value["class"] as string}`);
        if (isFileValue(value) && typeof size === "number" && stats.size !== size)
          throw new Error(`${path} has ${stats.size} bytes, not ${size}`);
        const isSummed = checksums && typeof checksum === "string" && checksum.startsWith("sha1$");
        if (isSummed && (await checksumFile(path, stats.size)) !== checksum)
          throw new Error(`${path} has other content`);
      }
    }
    for (const part of Object.values(value)) await check(part);
  };
  await check(outputs);
}
