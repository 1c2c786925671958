import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Stripping the types of the sources takes a child longer than its work. */
const compileCache = join(import.meta.dirname, "../../../../../node_modules/.cache/sluice-test-children");

/** Runs a script of this folder in a process of its own, from the sources. */
export function spawnChild(
  script: string,
  args: readonly string[],
  prefix: readonly string[] = [],
): ChildProcessWithoutNullStreams {
  const [command = "", ...rest] = [
    ...prefix,
    process.execPath,
    "--conditions=@sluice/source",
    join(import.meta.dirname, script),
    ...args,
  ];
  return spawn(command, rest, { env: { ...process.env, NODE_COMPILE_CACHE: compileCache } });
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
