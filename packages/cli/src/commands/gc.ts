import { resolve } from "node:path";
import { homeOption, type Command } from "../command-line/command-spec.ts";
import { formatBytes } from "../render/bytes.ts";
import { nameText } from "../render/terminal-text.ts";
import { runsThatNeverBegan, sizeOf, unneededJobFolders, type Garbage } from "../session/collect-garbage.ts";
import { withDatabase } from "../session/with-database.ts";
import { olderThan } from "./older-than.ts";

/** Folders without a run that are younger may be about to get one. */
const strayAge = 60 * 60 * 1000;

/** `sluice gc`. */
export const command: Command = {
  spec: {
    name: "sluice gc",
    usage: ["[OPTIONS]"],
    purpose:
      "Removes what nobody can need any more: job folders of completed runs whose outputs were placed in a folder of yours, also in the workdir of a deployment, " +
      "runs that never began, and folders that a crash left behind. Journals and logs stay, with what jobs wrote to standard output and standard error, " +
      "and so do the job folders of runs that can be resumed.",
    options: [
      { name: "older-than", value: "AGE", doc: "Only of runs that ended so long ago, such as 12h, 30d or 2w" },
      { name: "dry-run", doc: "Only say what would be removed" },
      homeOption,
    ],
    examples: [{ line: "sluice gc --older-than 30d --dry-run", doc: "What a clean-up would free" }],
    positionals: { least: 0, most: 0, what: "nothing" },
  },
  run: ({ given, console }) =>
    withDatabase({ given, console }, async (database, reach) => {
      const age = olderThan(given);
      const { defaultHome, removeFolder, strayFolders } = await import("@sluice/core");
      const written = given.value("home");
      const home = written === undefined ? defaultHome() : resolve(console.cwd, written);
      const stray = strayFolders({ home, olderThan: Math.max(age, strayAge) });
      const garbage = [
        ...(await unneededJobFolders(database, Date.now() - age)),
        ...(await runsThatNeverBegan(database, Date.now() - age)),
        ...(await strayGarbage(stray, removeFolder)),
      ];
      const dry = given.flag("dry-run");
      for (const { path, reason, bytes, remove } of garbage) {
        if (!dry && !(await remove(reach, console))) continue;
        console.out(`${dry ? "would remove" : "removed"} ${nameText(path)} (${formatBytes(bytes)}; ${reason})\n`);
      }
      const sum = garbage.reduce((total, { bytes }) => total + bytes, 0);
      console.err(
        garbage.length === 0
          ? "There is nothing to remove.\n"
          : `${dry ? "Would free" : "Freed"} ${formatBytes(sum)}.\n`,
      );
      return 0;
    }),
};

async function strayGarbage(
  paths: readonly string[],
  removeFolder: (path: string) => Promise<void>,
): Promise<Garbage[]> {
  const found: Garbage[] = [];
  for (const path of paths) {
    const remove = async (): Promise<boolean> => (await removeFolder(path), true);
    found.push({ path, bytes: (await sizeOf(path)) ?? 0, reason: "no run is in it", remove });
  }
  return found;
}
