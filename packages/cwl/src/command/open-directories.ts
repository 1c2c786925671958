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

  const all: StagingEntry[] = [];
  async function add(entry: StagingEntry): Promise<void> {
    if (entry.type !== "input" || entry.writable || !entered.has(entry.target)) {
      all.push(entry);
      return;
    }
    all.push({ type: "directory", target: entry.target });
    for (const { name } of await files.list({ directory: entry.source })) {
      const child = { ...entry, source: `${entry.source}/${name}`, target: `${entry.target}/${name}` };
      // What is placed there takes the place of what was there.
      if (!targets.has(child.target)) await add(child);
    }
  }
  for (const entry of entries) await add(entry);
  return all;
}
