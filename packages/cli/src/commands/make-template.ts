import type { Command } from "../command-line/command-spec.ts";
import { writeJobTemplate } from "../session/describe-document.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";

/** `sluice make-template`. */
export const command: Command = {
  spec: {
    name: "sluice make-template",
    usage: ["[OPTIONS] FILE"],
    purpose:
      "Writes a job file for a process, to be filled in: each input with its type and description. " +
      "What may be left out is a comment that shows its default.",
    options: checkingOptions,
    examples: [{ line: "sluice make-template align.cwl > job.yml", doc: "A file to fill in" }],
    positionals: { least: 1, most: 1, what: "a file" },
  },
  run: ({ given, console }) => writeJobTemplate(questionOf(given, console)),
};
