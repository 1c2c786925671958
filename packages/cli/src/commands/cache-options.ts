import { resolve } from "node:path";
import type { RunOptions } from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";

/** Who keeps results. */
export const cacheStoreOption: OptionSpec = {
  name: "cache-store",
  value: "NAME",
  doc: "The cache store of a plugin that keeps them in DIR; 'sluice ext list cache-store' lists them",
};

/** Options of the commands that start a run: whether results of earlier runs are used again. */
export const cacheOptions: readonly OptionSpec[] = [
  {
    name: "cache",
    value: "DIR",
    doc: "Use results of earlier runs again that are kept in DIR, and keep those of this run there",
  },
  cacheStoreOption,
  { name: "no-cache", doc: "Run every job, whatever --cache says" },
];

/** What the options say about re-use; a later run that resumes this one keeps to it. */
export function cacheOptionsOf(given: ParsedArguments, cwd: string): Partial<RunOptions> {
  const folder = given.value("cache") ?? given.value("cachedir");
  if (folder === undefined || given.flag("no-cache")) return {};
  const store = given.value("cache-store");
  return { cache: { folder: resolve(cwd, folder), ...(store !== undefined && { store }) } };
}
