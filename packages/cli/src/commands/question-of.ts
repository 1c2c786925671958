import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import type { DocumentQuestion } from "../session/with-document.ts";
import { checksOf } from "./checking-options.ts";

/** The document that a command is to look at: its first plain argument. */
export function questionOf(given: ParsedArguments, console: CommandConsole): DocumentQuestion {
  const [document = ""] = given.positionals;
  return { document, checks: checksOf(given), debug: given.flag("debug"), plugins: pluginsOf(given, console), console };
}
