import type { Command } from "../command-line/command-spec.ts";
import { checkingOptions, checksOf } from "./checking-options.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { validateDocuments } from "../session/validate-documents.ts";

/** `sluice validate`. */
export const command: Command = {
  spec: {
    name: "sluice validate",
    usage: ["FILE...", "FILE JOB..."],
    purpose:
      "Checks CWL documents and configuration files, and everything that they refer to, without running anything. " +
      "A job file is checked against the document before it.",
    options: checkingOptions,
    examples: [
      { line: "sluice validate align.cwl job.yml", doc: "Also whether the job has the inputs that the document needs" },
      {
        line: "sluice validate workflows/*.cwl",
        doc: "Exit status 1 if one of them is wrong, 33 if one needs what this build lacks",
      },
    ],
    positionals: { least: 1, most: Infinity, what: "at least one file" },
  },
  run: ({ given, console }) =>
    validateDocuments({
      documents: given.positionals,
      home: undefined,
      checks: checksOf(given),
      plugins: pluginsOf(given, console),
      debug: given.flag("debug"),
      console,
    }),
};
