import type { StagingEntry } from "@sluice/contracts";
import type { FileQuestions } from "../value/file-questions.ts";
import { foldersAbove } from "./staged-paths.ts";

/**
 * Replaces read-only directories that something is placed into by real ones with links to their entries: else it would
 * be written through the link, into the original.
 */
export async function openDirectories(
  entries: readonly StagingEntry[],
  files: FileQuestions,
): Promise<readonly StagingEntry[]> {
  const targets = new Set(entries.map(({ target }) => target));
  const entered = new Set([...targets].flatMap(foldersAbove));

  async function open(entry: StagingEntry): Promise<readonly StagingEntry[]> {
    if (entry.type !== "input" || entry.writable || !entered.has(entry.target)) return [entry];
    const opened: StagingEntry[] = [{ type: "directory", target: entry.target }];
    for (const { name } of await files.list({ directory: entry.source })) {
      const child = { ...entry, source: `${entry.source}/${name}`, target: `${entry.target}/${name}` };
      // What is placed there takes the place of what was there.
      if (!targets.has(child.target)) opened.push(...(await open(child)));
    }
    return opened;
  }

  const all: StagingEntry[] = [];
  for (const entry of entries) all.push(...(await open(entry)));
  return all;
}
