import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { readingFlags } from "@sluice/connector-kit";
import { SluiceError, type SecretStore } from "@sluice/contracts";

/**
 * Reads each secret from a file of its own, without the last end of line; the key is the file's path. A file that others
 * may read is refused.
 */
export function createFileSecretStore({ configDir }: { readonly configDir: string }): SecretStore {
  return {
    read: async ({ key, signal }) => {
      const path = key.startsWith("~/") ? join(homedir(), key.slice(2)) : resolve(configDir, key);
      try {
        // The file that is looked at is the file that is read.
        await using file = await open(path, readingFlags);
        const stats = await file.stat();
        if (!stats.isFile()) throw new SluiceError("SECRET_MISSING", `${path}, which is to hold a secret, is no file`);
        const { mode } = stats;
        if ((mode & 0o077) !== 0) throw tooOpen(path, mode);
        return (await file.readFile({ encoding: "utf8", signal })).replace(/\r?\n$/, "");
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (error instanceof SluiceError || signal.aborted) throw error;
        const reason = code === "ENOENT" ? "does not exist" : `cannot be read: ${message}`;
        throw new SluiceError("SECRET_MISSING", `the file ${path}, which holds a secret, ${reason}`, { cause: error });
      }
    },
  };
}

function tooOpen(path: string, mode: number): SluiceError {
  const rights = (mode & 0o777).toString(8).padStart(3, "0");
  return new SluiceError("SECRET_MISSING", `the file ${path} holds a secret, and others may use it (mode ${rights})`, {
    hint: `Keep it to yourself: chmod 600 ${path}`,
  });
}
