import { readdirSync, rmSync } from "node:fs";
import type { DataManager } from "@sluice/contracts";

/** Removes the temporary files of a job. An empty folder stays: removing it costs more than looking, and frees nothing. */
export const releaseJob: DataManager["release"] = async ({ directories }) => {
  const { temporary } = directories;
  try {
    if (readdirSync(temporary).length === 0) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    throw error;
  }
  rmSync(temporary, { recursive: true, force: true });
};
