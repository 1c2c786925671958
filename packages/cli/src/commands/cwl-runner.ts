import { mkdtemp, rm, rmdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { FrontendOptions } from "@sluice/contracts";
import { makeFolders } from "@sluice/core/listing";
import type { Command, CommandSpec, OptionSpec } from "../command-line/command-spec.ts";
import { helpText } from "../command-line/help-text.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { exitStatusOf } from "../render/exit-status.ts";
import { saveOutputs, withoutChecksums, writeOutputs } from "../render/outputs.ts";
import { checkOutdir } from "../session/check-outdir.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { readProcessEnvironment, type ProcessEnvironment } from "../session/environment-file.ts";
import { watchInterruption } from "../session/interruption.ts";
import { pluginsOf } from "../session/plugin-request.ts";
import { writeProcessHelp } from "../session/process-help.ts";
import { runDocument } from "../session/run-document.ts";
import { validateDocuments } from "../session/validate-documents.ts";
import { version } from "../version.ts";
import { cacheOptions, cacheOptionsOf } from "./cache-options.ts";
import { writeDependencies, writeInputDependencies } from "../session/dependencies.ts";
import { writeGraph, writeJobTemplate, writePacked, writeTargets } from "../session/describe-document.ts";
import type { DocumentQuestion } from "../session/with-document.ts";
import { checkingOptions, checksOf } from "./checking-options.ts";
import { foreignOptions } from "./foreign-options.ts";
import { partOf, partOptions } from "./part-options.ts";
import { relativeDepsOption, relativeToOf } from "./relative-deps.ts";
import { displayModeOf, drivingOptions, folderOf, outdirOption, runOptionsOf } from "./run-options.ts";

const options: readonly OptionSpec[] = [
  outdirOption,
  { name: "validate", doc: "Check the document, and the inputs if there are some, and run nothing" },
  ...cacheOptions,
  { name: "cachedir", value: "DIR", doc: "The same as --cache" },
  { name: "pack", doc: "Print the document with all that it needs as one document, and run nothing" },
  { name: "make-template", doc: "Print a job file to be filled in, and run nothing" },
  { name: "print-deps", doc: "Print what the document needs as JSON, and run nothing" },
  {
    name: "print-input-deps",
    doc: "Print the files that the inputs name, and those found beside them, as JSON, and run nothing",
  },
  relativeDepsOption,
  { name: "print-dot", doc: "Print the steps of the workflow as text for Graphviz, and run nothing" },
  { name: "print-subgraph", doc: "The same as --pack, for what --target, --single-step or --single-process choose" },
  {
    name: "print-targets",
    doc: "Print the names of outputs, inputs and steps, those of sub-workflows included, and run nothing",
  },
  { name: "print-supported-versions", doc: "Print the versions of CWL that are read" },
  ...partOptions,
  ...checkingOptions,
  {
    name: "streamflow-file",
    value: "FILE",
    doc: "A streamflow.yml or sluice.yml that says where steps run; of its workflow, if it has one, only the bindings and containers count",
  },
  { name: "no-container", doc: "Run tools without the containers that they ask for; their programs must be installed" },
  {
    name: "tmpdir-prefix",
    value: "PATH",
    doc: "Keep the run's folder, with the job folders, at a new path that begins like this",
  },
  { name: "tmp-outdir-prefix", value: "PATH", doc: "The same; --tmpdir-prefix counts more" },
  { name: "keep-run", doc: "Keep the run although it went well, for 'sluice show' and its like" },
  { name: "leave-tmpdir", doc: "The same as --keep-run" },
  { name: "copy-outputs", doc: "The same as --keep-run: outputs are in the folders of their jobs, too" },
  {
    name: "write-summary",
    short: "w",
    value: "FILE",
    doc: "Write the outputs as JSON into FILE, not to standard output",
  },
  { name: "no-compute-checksum", doc: "Write the outputs without checksums; those of --json keep them" },
  { name: "version", doc: "Print the version" },
  ...drivingOptions,
  { name: "tool-help", doc: "The same as --help with PROCESS" },
  ...foreignOptions,
];

const spec: CommandSpec = {
  name: "cwl-runner",
  usage: ["[OPTIONS] PROCESS [JOB | --INPUT VALUE ...]"],
  purpose:
    "Runs a CWL document and prints its outputs as JSON. Inputs come from the file JOB, from options named like the inputs, or from both. " +
    "A run that goes well leaves nothing but its outputs; one that fails is kept and can be resumed.",
  options,
  examples: [
    { line: "cwl-runner --outdir=results align.cwl job.yml", doc: "Take the inputs from a file" },
    { line: "cwl-runner align.cwl --reads a.fq", doc: "Give the inputs as options" },
    { line: "cwl-runner --streamflow-file streamflow.yml align.cwl job.yml", doc: "Run its steps where the file says" },
    { line: "cwl-runner align.cwl --help", doc: "List the inputs of align.cwl" },
  ],
  positionals: { least: 0, most: 1, what: "a process to run" },
  open: true,
};

/** `cwl-runner`. */
export const command: Command = {
  spec,
  run: async ({ given, console }) => {
    const [document] = given.positionals;
    if (given.flag("version")) {
      console.out(`cwl-runner (Sluice) ${version}\n`);
      return 0;
    }
    if (given.flag("print-supported-versions")) {
      console.out("v1.0\nv1.1\nv1.2\n");
      return 0;
    }
    if (document === undefined) {
      const help = helpText(spec, console.width());
      if (given.flag("help")) console.out(help);
      else console.err(help);
      return given.flag("help") ? 0 : 2;
    }
    if (process.env["CWLTOOL_OPTIONS"])
      console.err("warning: CWLTOOL_OPTIONS of the environment is not read: give the options on the command line\n");
    const plugins = pluginsOf(given, console);
    const file = given.value("streamflow-file");
    const named = file === undefined ? undefined : await readProcessEnvironment(file, plugins);
    const common: Common = {
      home: folderOf(given, "home", console.cwd),
      checks: checksWithContainers(given, named, console),
      ...(named && { environment: named.environment }),
      debug: given.flag("debug"),
      plugins,
      console,
    };
    if (given.flag("help") || given.flag("tool-help"))
      return writeProcessHelp({ ...common, document, commandName: spec.name, ownOptions: options });
    if (given.flag("validate"))
      return validateDocuments({
        ...common,
        documents: [document],
        inputs: { rest: given.rest, taken: given.taken, ownOptions: options },
        quiet: given.flag("quiet"),
      });
    const looked = await lookAt(document, given, { ...common, document });
    if (looked !== undefined) return looked;
    return runProcess(document, given, common);
  },
};

/** What all ways to use a process share. */
interface Common extends Omit<DocumentQuestion, "document"> {
  readonly home: string | undefined;
}

/** Does what an option asks for instead of a run; undefined when there is none. @throws `USAGE` */
async function lookAt(
  document: string,
  given: ParsedArguments,
  question: DocumentQuestion,
): Promise<number | undefined> {
  if (given.flag("pack") || given.flag("print-subgraph")) return writePacked(question);
  if (given.flag("print-dot")) return writeGraph(question, "dot");
  if (given.flag("print-targets")) return writeTargets(question, given.flag("quiet"));
  if (given.flag("make-template")) return writeJobTemplate(question);
  if (given.flag("print-deps")) return writeDependencies(question, relativeToOf(given));
  if (!given.flag("print-input-deps")) return undefined;
  const { rest, taken } = given;
  return writeInputDependencies(question, { rest, taken, ownOptions: options }, relativeToOf(given));
}

async function runProcess(document: string, given: ParsedArguments, common: Common): Promise<number> {
  const { console, home } = common;
  using interruption = watchInterruption();
  const keep = ["keep-run", "leave-tmpdir", "copy-outputs"].some((name) => given.flag(name));
  const summary = folderOf(given, "write-summary", console.cwd);
  // Not to find out after hours.
  if (summary !== undefined) await checkOutdir(dirname(summary), "--write-summary");
  const mode = displayModeOf(given);
  const temporary = home === undefined ? await temporaryHome(given, console.cwd) : undefined;
  const request = {
    document,
    rest: given.rest,
    taken: given.taken,
    ownOptions: options,
    outdir: folderOf(given, "outdir", console.cwd) ?? console.cwd,
  };
  const result = await runDocument({
    ...common,
    ...request,
    home: home ?? temporary,
    name: undefined,
    runId: undefined,
    options: { ...runOptionsOf(given), ...cacheOptionsOf(given, console.cwd) },
    mode,
    reporters: given.values("reporter"),
    keep,
    deliver: async ({ status, outputs }) => {
      if (status === "cancelled") return;
      const written = given.flag("no-compute-checksum") ? withoutChecksums(outputs) : outputs;
      if (summary !== undefined) await saveOutputs(written, summary);
      else if (!mode.json) writeOutputs(written, console);
    },
    interruption,
  }).catch(async (error: unknown) => {
    // It stays if there is a run in it.
    if (temporary !== undefined) await rmdir(temporary).catch(() => undefined);
    throw error;
  });
  if (temporary !== undefined && !keep && result.status === "completed")
    await rm(temporary, { recursive: true, force: true });
  return exitStatusOf(result);
}

/** A folder of its own for the run, when a prefix for temporary files is given. */
async function temporaryHome(given: ParsedArguments, cwd: string): Promise<string | undefined> {
  const prefix = given.value("tmpdir-prefix") ?? given.value("tmp-outdir-prefix");
  if (prefix === undefined) return undefined;
  // A prefix that ends in a slash means a folder; resolve() would drop the slash.
  const path = prefix.endsWith("/") ? `${resolve(cwd, prefix)}/` : resolve(cwd, prefix);
  makeFolders(dirname(`${path}x`));
  return mkdtemp(path);
}

/** `--no-container` is the entry for the whole workflow that its configuration could have; it counts more than those that are there. */
function checksWithContainers(
  given: ParsedArguments,
  named: ProcessEnvironment | undefined,
  console: CommandConsole,
): FrontendOptions {
  const checks = { ...checksOf(given), ...partOf(given, console) };
  if (!given.flag("no-container")) return named ? { ...checks, docker: named.docker } : checks;
  return { ...checks, docker: [{ step: "/", type: "none", options: {}, wrapper: true }] };
}
