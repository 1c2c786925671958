import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { SluiceError } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { packedText, writePacked } from "../session/describe-document.ts";
import { checkingOptions } from "./checking-options.ts";
import { questionOf } from "./question-of.ts";

/** `sluice pack`. */
export const command: Command = {
  spec: {
    name: "sluice pack",
    usage: ["[OPTIONS] FILE"],
    purpose:
      "Writes a document with all that it imports, includes and runs as one document, which needs no other. " +
      "Files that it names in defaults stay where they are; see 'sluice print-deps'. With --output, those that lie with " +
      "the document are named as seen from the packed one, all others by absolute URI.",
    options: [
      { name: "output", short: "o", value: "FILE", doc: "Where to write it (default: standard output)" },
      ...checkingOptions,
    ],
    examples: [{ line: "sluice pack align.cwl -o packed.cwl", doc: "One file to pass on" }],
    positionals: { least: 1, most: 1, what: "a file" },
  },
  run: async ({ given, console }) => {
    const output = given.value("output");
    if (output === undefined) return writePacked(questionOf(given, console));
    const path = resolve(console.cwd, output);
    const text = await packedText(questionOf(given, console), path);
    try {
      await writeFile(path, text);
    } catch (cause) {
      const message = `the packed document cannot be written: ${(cause as Error).message}`;
      throw new SluiceError("FILE_UNWRITABLE", message, { cause });
    }
    return 0;
  },
};
