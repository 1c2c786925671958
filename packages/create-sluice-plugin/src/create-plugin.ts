import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pluginNames } from "./plugin-names.ts";
import { templateFiles, templateNames } from "./templates.ts";

/** A plugin to be started. */
export interface CreatePluginInput {
  /** Of the plugin or of its package. */
  readonly name: string;
  /** What it provides: the id of an extension point, or `hooks`. */
  readonly point: string;
  /** Where it goes; absent or empty so far. Default: a folder with the package's name, without its scope. */
  readonly directory?: string;
}

/** A plugin that was started. */
export interface CreatedPlugin {
  /** Name of its package. */
  readonly package: string;
  /** Absolute. */
  readonly directory: string;
  /** Relative to `directory`, in order. */
  readonly files: readonly string[];
}

/** Something that the caller can put right; its message is for people. */
export class CreatePluginError extends Error {
  override readonly name: string = "CreatePluginError";
}

/** Two plugins of one name cannot work in one engine. */
const comesWithSluice = ["builtin", "cwl", "displays"];

/** Writes the files of a new plugin. Nothing is fetched, and nothing that exists is overwritten. @throws {@link CreatePluginError} */
export async function createPlugin(input: CreatePluginInput): Promise<CreatedPlugin> {
  const names = pluginNames(input.name);
  if (names && comesWithSluice.includes(names.plugin)) {
    throw new CreatePluginError(`'${names.plugin}' is a plugin that comes with Sluice; choose another name`);
  }
  if (!names) {
    throw new CreatePluginError(
      `'${input.name}' cannot be the name of a plugin: small letters and digits in words joined by '-', such as fair-share`,
    );
  }
  if (!templateNames().includes(input.point)) {
    throw new CreatePluginError(
      `there is no template for '${input.point}'; there is: ${templateNames().join(", ")}. For other extension points, start with hooks and take the example that the guide of the point ends with`,
    );
  }
  const directory = resolve(input.directory ?? names.package.replace(/^.*\//, ""));
  if ((await entriesOf(directory)).length > 0) throw new CreatePluginError(`${directory} is not empty`);
  const files = templateFiles(input.point, names);
  const twice = files.find(({ path }, index) => files.findIndex((each) => each.path === path) < index);
  if (twice) throw new CreatePluginError(`'${names.plugin}' would be two files, ${twice.path}; choose another name`);
  for (const { path, text } of files) {
    const target = join(directory, path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text, { flag: "wx" });
    } catch (error) {
      throw new CreatePluginError(`${target} cannot be written: ${(error as Error).message}`, { cause: error });
    }
  }
  return { package: names.package, directory, files: files.map(({ path }) => path).sort() };
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new CreatePluginError(`${directory} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
