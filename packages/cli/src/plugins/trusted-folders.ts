import { existsSync, statSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SluiceError } from "@sluice/contracts";
import { makeFolders } from "@sluice/core/listing";
import { exposureOf, realPath, thisViewer, type Viewer } from "./file-exposure.ts";
import { userPluginFolder } from "./user-plugins.ts";

const recordFiles = ["plugins.json", "trusted.json"];

/**
 * Decides whether what nobody named may run. Code in a folder that others own or may write to would run as this user wherever a command is
 * started below it: it must be trusted first, by the exact folder.
 */
export class TrustedFolders {
  readonly #viewer: Viewer | undefined;
  readonly #folder: string;
  #known: Promise<readonly string[]> | undefined;

  /** @param home - folder of the user's data; default: the usual one */
  constructor(home?: string, viewer: Viewer | undefined = thisViewer()) {
    this.#folder = userPluginFolder(home);
    this.#viewer = viewer;
  }

  /**
   * Why nothing at some paths may run by itself: others could have put it there.
   * @param folders - each of these, if trusted, makes it right; the first is the one that is proposed
   */
  async refusal(paths: readonly string[], folders: readonly [string, ...string[]]): Promise<SluiceError | undefined> {
    const why = this.#exposure(paths);
    if (why === undefined) return undefined;
    const real = folders.map(realPath);
    const trusted = await this.list();
    if (real.some((each) => trusted.includes(each))) return undefined;
    const remedy = `nothing of ${real[0] ?? ""} is loaded until you say 'sluice plugin trust ${real[0] ?? ""}'`;
    return new SluiceError("PLUGIN_UNTRUSTED", `${why}: ${remedy}`);
  }

  /** Why the user's own record cannot be relied on: whoever can write it could trust himself. */
  ownRefusal(): SluiceError | undefined {
    const folder = realPath(this.#folder);
    const mode = this.#viewer?.look(folder)?.mode;
    if (mode === undefined) return undefined;
    // Nobody else gets at what is in a folder of one's own.
    const isClosed = (mode & 0o011) === 0;
    const files = recordFiles.map((each) => join(folder, each)).filter((each) => existsSync(each));
    const why = this.#exposure([folder, ...(isClosed ? [] : files)]);
    if (why === undefined) return undefined;
    return new SluiceError("PLUGIN_UNTRUSTED", `${why}: nothing that is recorded there counts`, {
      hint: "It is the record of this user's plugins; SLUICE_HOME names another folder.",
    });
  }

  /** The folders that are trusted, in the order in which they were added. Nobody else can have added one. */
  async list(): Promise<readonly string[]> {
    this.#known ??= this.#read();
    return this.#known;
  }

  /** @throws `FILE_NOT_FOUND` for no folder, `PLUGIN_UNTRUSTED` when others can write the record */
  async add(folder: string): Promise<string> {
    const real = realPath(folder);
    if (statSync(real, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new SluiceError("FILE_NOT_FOUND", `there is no folder ${folder}`);
    const trusted = await this.list();
    if (!trusted.includes(real)) await this.#write([...trusted, real]);
    return real;
  }

  /** Of a folder that is gone, too. @throws `FILE_NOT_FOUND` for one that was not trusted */
  async remove(folder: string): Promise<string> {
    const trusted = await this.list();
    const found = [realPath(folder), folder].find((each) => trusted.includes(each));
    if (found === undefined) {
      throw new SluiceError("FILE_NOT_FOUND", `${folder} is not among the folders that are trusted`, {
        hint: "'sluice plugin trust' lists them.",
      });
    }
    await this.#write(trusted.filter((each) => each !== found));
    return found;
  }

  #exposure(paths: readonly string[]): string | undefined {
    const viewer = this.#viewer;
    if (viewer === undefined) return undefined;
    for (const path of new Set(paths)) {
      const why = exposureOf(path, viewer);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  async #read(): Promise<readonly string[]> {
    const file = join(this.#folder, "trusted.json");
    if (!existsSync(file) || this.ownRefusal() !== undefined) return [];
    const text = await readFile(file, "utf8");
    try {
      const folders: unknown = JSON.parse(text);
      if (Array.isArray(folders) && folders.every((each) => typeof each === "string")) return folders;
    } catch {
      // What is no JSON is no list of texts either.
    }
    throw new SluiceError("PLUGIN_INVALID", `${file} must be a list of folders`, {
      hint: "Remove it, and trust the folders again with 'sluice plugin trust'.",
    });
  }

  async #write(folders: readonly string[]): Promise<void> {
    const file = join(this.#folder, "trusted.json");
    makeFolders(this.#folder, 0o700);
    const refusal = this.ownRefusal();
    if (refusal) throw refusal;
    try {
      await writeFile(`${file}.new`, `${JSON.stringify(folders, undefined, 2)}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (cause) {
      throw new SluiceError("FILE_UNWRITABLE", `${file} cannot be written: ${(cause as Error).message}`, { cause });
    }
    this.#known = undefined;
  }
}
