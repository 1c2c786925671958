import type { StagingEntry } from "@sluice/contracts";
import type { FileQuestions } from "../value/file-questions.ts";

/**
 * Replaces read-only directories that something is placed into by real ones with their entries: else it would be
 * written through the link, into the original.
 */
export async function openDirectories(
  entries: readonly StagingEntry[],
  files: FileQuestions,
): Promise<readonly StagingEntry[]> {
  const opened: StagingEntry[] = [];
  const targets = entries.map(({ target }) => target);
  for (const entry of entries) {
    const isLink = entry.type === "input" && !entry.writable;
    if (!isLink || !targets.some((target) => target.startsWith(`${entry.target}/`))) {
      opened.push(entry);
      continue;
    }
    opened.push({ type: "directory", target: entry.target });
    const children = await files.list({ directory: entry.source });
    const replaced = children
      .map(({ name }): StagingEntry => ({
        ...entry,
        source: `${entry.source}/${name}`,
        target: `${entry.target}/${name}`,
      }))
      .filter(({ target }) => !targets.includes(target));
    opened.push(
      ...(await openDirectories(
        [...replaced, ...entries.filter(({ target }) => target.startsWith(`${entry.target}/`))],
        files,
      )),
    );
  }
  // What was placed inside an opened directory is there once from the recursion and once from the list itself.
  return [...new Map(opened.map((entry) => [entry.target, entry])).values()];
}
