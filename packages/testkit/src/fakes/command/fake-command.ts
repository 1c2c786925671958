import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../temporary-folder.ts";
import { settingsFile, type CommandSettings, type Fault } from "./command-state.ts";

/** Executables that stand in for a program that is not there. */
export interface FakeCommands extends AsyncDisposable {
  /** Folder with the executables. Absolute. */
  readonly bin: string;
  /** A search path for programs: `bin`, then that of this process. */
  readonly path: string;
  /** Every call so far: the name of the executable and its arguments. */
  calls(): Promise<readonly (readonly string[])[]>;
  /** Makes the next calls of a sub-command, or of an executable, fail. */
  fail(fault: Fault): Promise<void>;
}

/** What a fake command is made with. */
interface FakeCommandInput<Settings> {
  readonly names: readonly string[];
  /** The module that the executables run. */
  readonly worker: URL;
  readonly settings: Settings;
}

/** Makes executables that run a module of this package in a process of its own, and the folder that they share. */
export async function fakeCommands<Settings>(input: FakeCommandInput<Settings>): Promise<{
  readonly commands: Omit<FakeCommands, keyof AsyncDisposable>;
  readonly folder: string;
  readonly remove: () => Promise<void>;
  readonly settings: CommandSettings<Settings>;
}> {
  const folder = await temporaryFolder();
  const bin = folder.at("bin");
  await mkdir(bin);
  const settings = settingsFile<Settings>(folder.path);
  await settings.write({ ...input.settings, faults: [] });
  for (const name of input.names) {
    const words = [process.execPath, fileURLToPath(input.worker), folder.path, name].map(quoted);
    await writeFile(join(bin, name), `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  }
  return {
    folder: folder.path,
    settings,
    remove: async () => folder[Symbol.asyncDispose](),
    commands: {
      bin,
      path: [bin, process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter),
      calls: async () => {
        const text = await readFile(folder.at("calls"), "utf8").catch(() => "");
        return text
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as string[]);
      },
      fail: async (fault) => {
        const now = await settings.read();
        await settings.write({ ...now, faults: [...now.faults, fault] });
      },
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
