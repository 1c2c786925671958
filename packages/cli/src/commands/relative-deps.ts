import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import type { RelativeTo } from "../session/dependencies.ts";

/** What printed locations are relative to. */
export const relativeDepsOption: OptionSpec = {
  name: "relative-deps",
  value: "TO",
  doc: "What printed locations are relative to: the folder of the document (the default), or the working directory",
  choices: ["primary", "cwd"],
};

/** What the option {@link relativeDepsOption} says. */
export function relativeToOf(given: ParsedArguments): RelativeTo {
  return given.value("relative-deps") === "cwd" ? "cwd" : "primary";
}
