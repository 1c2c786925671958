import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** How the suite puts files onto a location and looks at what jobs wrote there. Paths are absolute paths on the location. */
export interface LocationStorage {
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>;
  /** Writes a file (UTF-8); its folder is made. */
  write(path: string, contents: string, options?: { readonly executable?: boolean }): Promise<void>;
  /** Makes a symbolic link at `path` with this target, as it is. */
  link(path: string, target: string): Promise<void>;
  /** The whole file as UTF-8 text; undefined when it does not exist. */
  read(path: string): Promise<string | undefined>;
}

/** For locations whose paths are paths of this machine. */
export const thisMachine: LocationStorage = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  write: async (path, contents, options = {}) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents, { mode: options.executable === true ? 0o755 : 0o644 });
  },
  link: (path, target) => symlink(target, path),
  read: async (path) => {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  },
};
