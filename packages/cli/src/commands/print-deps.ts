import type { Command, OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { writeDependencies, type RelativeTo } from "../session/dependencies.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";

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

/** `sluice print-deps`. */
export const command: Command = {
  spec: {
    name: "sluice print-deps",
    usage: ["[OPTIONS] FILE"],
    purpose:
      "Writes what a document needs to be run elsewhere, as JSON: the documents that it imports, includes and runs, " +
      "its ontologies, and the files that it names in defaults.",
    options: [relativeDepsOption, ...checkingOptions],
    examples: [{ line: "sluice print-deps align.cwl --relative-deps cwd", doc: "As seen from the working directory" }],
    positionals: { least: 1, most: 1, what: "a file" },
  },
  run: ({ given, console }) => writeDependencies(questionOf(given, console), relativeToOf(given)),
};
