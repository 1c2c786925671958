import type { FileStat, JobRequest, LocationFiles } from "@sluice/contracts";
import { resolve } from "node:path/posix";

/** Bytes of a script's first line that systems look at. */
const lineBytes = 256;

/**
 * Why a program could not be run, as far as it can be seen where the job was; undefined when nothing is wrong with it, so that the exit code
 * is its own. `said`: what the shell said.
 */
export async function whyNotRun(
  { argv: [program = ""], directory, environment }: JobRequest,
  said: string,
  files: LocationFiles,
): Promise<string | undefined> {
  const words = said.toLowerCase();
  // What the program itself says of others does not begin with its own name and a colon.
  const says = (what: string): boolean => words.includes(`${program.toLowerCase()}: ${what}`);
  const isTakenForScript = words.includes("syntax error");
  const found = await find(program, directory, environment["PATH"], files);
  if (found === undefined) return `the program '${program}' was not found`;
  const { path, type } = found;
  if (type === "directory") return `the program '${program}' is a directory`;
  if (type !== "file") return `the program '${program}' is no file`;
  const start = await startOf(path, 4, files);
  if (start === "\u007fELF") {
    if (says("permission denied")) return notExecutable(program);
    if (says("exec format error") || says("cannot execute binary file") || isTakenForScript)
      return `the program '${program}' cannot run here: it was built for another kind of machine, or is damaged`;
    return says("not found") || says("no such file") || says("cannot execute")
      ? `the program '${program}' is there, but the loader that it needs is not: it was built for another system`
      : undefined;
  }
  if (start?.startsWith("#!") === true) {
    const fault = await scriptFault(program, path, directory, environment["PATH"], files);
    if (fault !== undefined) return fault;
  }
  if (says("permission denied")) return notExecutable(program);
  return says("exec format error") || says("cannot execute")
    ? `the program '${program}' has a form that this system cannot run`
    : undefined;
}

/** Whether an exit code may mean that the program did not run, going by what a shell said. */
export function mayNotHaveRun(code: number, said: string): boolean {
  // A shell takes a binary that the system refuses for a script, and stumbles over it.
  return code === 126 || code === 127 || (code === 2 && /syntax error/i.test(said));
}

function notExecutable(program: string): string {
  return `the program '${program}' must not be executed: it has no execute permission (chmod +x), or its file system allows none`;
}

/** What is wrong with the first line of a script. */
async function scriptFault(
  program: string,
  path: string,
  directory: string,
  search: string | undefined,
  files: LocationFiles,
): Promise<string | undefined> {
  const [line = ""] = ((await startOf(path, lineBytes, files)) ?? "").split("\n");
  const words = line.slice(2).trim().split(/\s+/);
  const [interpreter = "", argument] = words;
  if (line.endsWith("\r"))
    return `the script '${program}' has lines that end in CR LF: its interpreter '${interpreter}\\r' is not there (dos2unix mends it)`;
  if (interpreter === "") return `the script '${program}' names no interpreter after '#!'`;
  const [there] = await files.stat({ paths: [resolve(directory, interpreter)] });
  if (there === undefined) return `the interpreter '${interpreter}' of the script '${program}' is not there`;
  if (!interpreter.endsWith("/env") || argument === undefined || argument.startsWith("-") || argument.includes("="))
    return undefined;
  if ((await find(argument, directory, search, files)) !== undefined) return undefined;
  return `the interpreter '${argument}' of the script '${program}' was not found`;
}

async function find(
  program: string,
  directory: string,
  search = "/usr/bin:/bin",
  files: LocationFiles,
): Promise<{ readonly path: string; readonly type: FileStat["type"] } | undefined> {
  const folders = program.includes("/") ? [directory] : search.split(":");
  const paths = folders.map((folder) => resolve(directory, folder, program));
  const stats = await files.stat({ paths });
  const found = stats.flatMap((stat, at) => (stat === undefined ? [] : [{ path: paths[at] ?? "", type: stat.type }]));
  // Shells pass folders by where they search.
  return found.find(({ type }) => type === "file") ?? (program.includes("/") ? found[0] : undefined);
}

/** The first bytes; undefined when they are no text, or cannot be read. */
async function startOf(path: string, limit: number, files: LocationFiles): Promise<string | undefined> {
  try {
    const [text] = await files.read({ paths: [path], limit });
    return text;
  } catch {
    // One that is not for us to read, or no text: nothing can be said of its first line.
    return undefined;
  }
}
