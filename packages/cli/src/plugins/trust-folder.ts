import { resolve } from "node:path";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { nameText } from "../render/terminal-text.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { TrustedFolders } from "./trusted-folders.ts";

/** `sluice plugin trust`: lists, adds and removes folders whose packages may be plugins although others can change them. */
export async function trustFolder(
  folder: string | undefined,
  given: ParsedArguments,
  console: CommandConsole,
): Promise<number> {
  const trust = new TrustedFolders();
  const isRemoval = given.flag("remove");
  if (folder === undefined || folder === "") {
    if (isRemoval || folder === "") throw usageError("sluice plugin trust needs DIR", "Such as: sluice plugin trust .");
    const folders = await trust.list();
    console.out(
      given.flag("json")
        ? `${JSON.stringify(folders, undefined, 2)}\n`
        : folders.map((each) => `${nameText(each)}\n`).join(""),
    );
    if (folders.length === 0 && !given.flag("json")) console.err("No folder is trusted.\n");
    return 0;
  }
  const path = resolve(console.cwd, folder);
  if (isRemoval) console.err(`Trusts ${await trust.remove(path)} no longer\n`);
  else console.err(`Trusts ${await trust.add(path)}: plugins that its package.json depends on are loaded\n`);
  return 0;
}
