import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Stripping the types of the sources takes a child longer than its work. */
const compileCache = join(import.meta.dirname, "../../../../../node_modules/.cache/sluice-test-children");

/** How to run a child. */
export interface ChildOptions {
  /** A command that runs the command after it. */
  readonly prefix?: readonly string[];
  /** Number of the user and the group to run as. */
  readonly user?: number;
}

/** Runs a script of this folder in a process of its own, from the sources. */
export function spawnChild(
  script: string,
  args: readonly string[],
  { prefix = [], user }: ChildOptions = {},
): ChildProcessWithoutNullStreams {
  const path = join(import.meta.dirname, script);
  const [command = "", ...rest] = [...prefix, process.execPath, "--conditions=@sluice/source", path, ...args];
  const identity = user === undefined ? {} : { uid: user, gid: user };
  return spawn(command, rest, { env: { ...process.env, NODE_COMPILE_CACHE: compileCache }, ...identity });
}

/** What a child printed until it ended. */
export async function outputOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}
