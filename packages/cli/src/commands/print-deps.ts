import type { Command } from "../command-line/command-spec.ts";
import { writeDependencies } from "../session/dependencies.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";
import { relativeDepsOption, relativeToOf } from "./relative-deps.ts";

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
