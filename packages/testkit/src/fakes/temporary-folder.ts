import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is there as long as it is needed. */
export interface TemporaryFolder extends AsyncDisposable {
  /** Absolute, without links. */
  readonly path: string;
  /** A path below it. */
  at(...names: string[]): string;
}

/**
 * Makes an empty folder. Disposing it removes it with everything in it.
 *
 * @example
 * ```ts
 * await using folder = await temporaryFolder();
 * await writeFile(folder.at("input.txt"), "text");
 * ```
 */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "sluice-testkit-")));
  return {
    path,
    at: (...names) => join(path, ...names),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
