import type { DocumentLimits, FrontendOptions } from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { pluginOption } from "../session/plugin-request.ts";

/** Options of the commands that read documents: how strictly, and with which plugins. */
export const checkingOptions: readonly OptionSpec[] = [
  {
    name: "strict",
    doc: "Take for errors what the specification forbids and other runners accept; without it these are warnings",
  },
  { name: "non-strict", doc: "Take all unknown fields for warnings, and ignore them" },
  {
    name: "software",
    value: "ignore",
    doc: "Run tools that require software (SoftwareRequirement) without looking whether it is there (default: refuse them)",
  },
  { name: "skip-schemas", doc: "Leave the ontologies of $schemas alone: file formats match only if they are the same" },
  {
    name: "relax-path-checks",
    doc:
      "Changes nothing, and is there for scripts that were written for runners which refuse such names: file names may " +
      "hold any character that the file system allows, also spaces and '#'",
  },
  {
    name: "allow-local-files",
    doc: "Documents that are fetched from elsewhere may name files of this machine",
  },
  {
    name: "max-document-bytes",
    value: "N",
    doc: "Most bytes of one document (default: 67108864)",
  },
  {
    name: "max-steps",
    value: "N",
    doc: "Most steps of a workflow, those of its sub-workflows included (default: 100000)",
  },
  pluginOption,
];

/** What the options say about how documents are checked; the stricter one wins. @throws `USAGE` */
export function checksOf(given: ParsedArguments): FrontendOptions {
  return {
    ...strictnessOf(given),
    schemas: !given.flag("skip-schemas"),
    ...softwareOf(given),
    localFiles: given.flag("allow-local-files"),
    limits: {
      ...numberOf(given, "max-document-bytes", "documentBytes"),
      ...numberOf(given, "max-steps", "steps"),
    },
  };
}

function strictnessOf(given: ParsedArguments): Pick<FrontendOptions, "strict"> {
  if (given.flag("strict")) return { strict: true };
  return given.flag("non-strict") ? { strict: false } : {};
}

function softwareOf(given: ParsedArguments): Pick<FrontendOptions, "software"> {
  const text = given.value("software");
  if (text === undefined) return {};
  if (text !== "ignore") throw usageError(`option --software takes 'ignore'; got '${text}'`);
  return { software: text };
}

function numberOf(given: ParsedArguments, option: string, key: keyof DocumentLimits): DocumentLimits {
  const text = given.value(option);
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,14}$/.test(text)) throw usageError(`option --${option} takes a number from 1; got '${text}'`);
  return { [key]: Number(text) };
}
