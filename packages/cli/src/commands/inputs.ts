import type { Command } from "../command-line/command-spec.ts";
import { writeInputs } from "../session/describe-document.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";

/** `sluice inputs`. */
export const command: Command = {
  spec: {
    name: "sluice inputs",
    usage: ["[OPTIONS] FILE"],
    purpose: "Lists the inputs of a process: their types, whether they must be given, their defaults.",
    options: [{ name: "json", doc: "Write a JSON list" }, ...checkingOptions],
    examples: [{ line: "sluice inputs align.cwl", doc: "A table" }],
    positionals: { least: 1, most: 1, what: "a file" },
  },
  run: ({ given, console }) => writeInputs(questionOf(given, console), given.flag("json")),
};
