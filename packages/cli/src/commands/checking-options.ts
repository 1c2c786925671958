import type { FrontendOptions } from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { pluginOption } from "../session/plugin-request.ts";

/** Options of the commands that read documents: how strictly, and with which plugins. */
export const checkingOptions: readonly OptionSpec[] = [
  { name: "strict", doc: "Take unknown fields for errors (the default)" },
  { name: "non-strict", doc: "Take unknown fields for warnings, and ignore them" },
  { name: "skip-schemas", doc: "Leave the ontologies of $schemas alone: file formats match only if they are the same" },
  {
    name: "relax-path-checks",
    doc:
      "Changes nothing, and is there for scripts that were written for runners which refuse such names: file names may " +
      "hold any character that the file system allows, also spaces and '#'",
  },
  pluginOption,
];

/** What the options say about how documents are checked; the stricter one wins. */
export function checksOf(given: ParsedArguments): FrontendOptions {
  return {
    strict: given.flag("strict") || !given.flag("non-strict"),
    schemas: !given.flag("skip-schemas"),
  };
}
