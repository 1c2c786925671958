/** What the runner says about tests that it refuses: the report of run-suite keeps only the exit status of those. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** For each of these tests, the first line of the refusal without the name of the document. */
export function refusals(input: {
  readonly driver: string;
  readonly suite: string;
  readonly ids: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}): ReadonlyMap<string, string> {
  const { driver, suite, ids, env } = input;
  if (ids.length === 0) return new Map();
  const listed = spawnSync(driver, ["--suite", suite, "--list", "--ids", ids.join(",")], { encoding: "utf8" });
  const outdir = mkdtempSync(join(tmpdir(), "sluice-refusals-"));
  try {
    return new Map(
      listed.stdout
        .trim()
        .split("\n")
        .map((line) => {
          const [, id = "", , , tool = "", job = ""] = line.split("\t");
          const args = ["--outdir", outdir, "--quiet", tool, ...(job === "" ? [] : [job])];
          const { stderr } = spawnSync("cwl-runner", args, { cwd: suite, env, encoding: "utf8", timeout: 60_000 });
          return [id, firstMessage(stderr)];
        }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function firstMessage(stderr: string): string {
  const line = stripVTControlCharacters(stderr).trim().split("\n")[0] ?? "";
  return line.replace(/^(?:[A-Z_]+: )?(?:\S+:\d+:\d+: )?/, "");
}
