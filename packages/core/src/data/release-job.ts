import { rmdirSync, rmSync } from "node:fs";
import type { DataManager } from "@sluice/contracts";

/** Removes the temporary files of a job. Most jobs leave none, and an empty folder goes in one call. */
export const releaseJob: DataManager["release"] = async ({ directories }) => {
  const { temporary } = directories;
  try {
    rmdirSync(temporary);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    rmSync(temporary, { recursive: true, force: true });
  }
};
