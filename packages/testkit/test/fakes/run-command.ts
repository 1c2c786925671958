import { execFile } from "node:child_process";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs an executable to its end. */
export function runCommand(
  file: string,
  words: readonly string[],
  stdin = "",
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(file, words, { ...(env && { env }) }, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
    child.stdin?.end(stdin);
  });
}
