import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isFile } from "../plugins/is-file.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { CommandConsole } from "./command-console.ts";

const usualNames = ["sluice.yml", "sluice.yaml"];

/**
 * Configuration files count where they are named. Whoever looks at plugins beside one that names some, and does not name it,
 * is told that those are not there.
 */
export async function noteUnreadConfig(given: ParsedArguments, console: CommandConsole): Promise<void> {
  if (given.value("config") !== undefined) return;
  for (const name of usualNames) {
    // One that cannot be read is none of this command's business.
    const file = join(console.cwd, name);
    const text = isFile(file) ? await readFile(file, "utf8").catch(() => "") : "";
    if (!/^["']?plugins["']?\s*:/m.test(text)) continue;
    console.err(`note: the plugins that ${name} names are not among these; with --config ${name} they are\n`);
    return;
  }
}
