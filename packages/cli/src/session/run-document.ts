import { isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  formatError,
  type Frontend,
  type FrontendOptions,
  type Json,
  type JsonObject,
  type LoadedWorkflow,
  type RunOptions,
  type SluiceError,
  type WorkflowGraph,
} from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import { readInputArguments, sharedNames } from "../command-line/input-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import { confirmPrinted } from "../render/outputs.ts";
import { displayName, type DisplayMode } from "../reporters/display-mode.ts";
import { checkReporters } from "../reporters/open-reporters.ts";
import { reporterChoices } from "../reporters/reporter-choice.ts";
import type { WorkflowPlaces } from "../config/workflow-places.ts";
import { redactOrigin } from "../config/redact-origin.ts";
import { checkCache } from "./check-cache.ts";
import { checkOutdir } from "./check-outdir.ts";
import type { CommandConsole } from "./command-console.ts";
import { commandSuffix } from "./command-suffix.ts";
import { writeLeft } from "./discard-elsewhere.ts";
import { driveRun } from "./drive-run.ts";
import type { Engine, Run, RunResult } from "@sluice/core";
import type { Host } from "@sluice/core/host";
import type { Interruption } from "./interruption.ts";
import { openEngine, type Environment } from "./open-engine.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { rememberPlugins } from "./remembered-plugins.ts";
import { located, selectFrontend } from "./select-frontend.ts";

/** A process to be run, as the command line or a configuration file says it. */
export interface DocumentRequest {
  readonly document: string;
  /** Name of its front-end; found out when absent. */
  readonly language?: string;
  /** What the command line says after the file: `JOB` and `--input value`. */
  readonly rest: readonly string[];
  /** Options of the command that stand after the file. */
  readonly taken: readonly string[];
  readonly ownOptions: readonly OptionSpec[];
  /** File with input values that a configuration names; one on the command line counts more. */
  readonly settings?: string;
  readonly environment?: Environment;
  /** Where a configuration says all this. */
  readonly places?: WorkflowPlaces;
  readonly plugins: PluginRequest;
  readonly home: string | undefined;
  readonly outdir: string;
  readonly name: string | undefined;
  readonly runId: string | undefined;
  readonly options: Partial<RunOptions>;
  /** How strictly documents are checked. */
  readonly checks: FrontendOptions;
  readonly mode: DisplayMode;
  /** Names of reporters besides the display and those of the configuration. */
  readonly reporters: readonly string[];
  readonly debug: boolean;
  /** Whether a run that went well is kept. */
  readonly keep: boolean;
  /** Hands the outputs over where they are wanted; a run that is not kept goes only after that. @throws when they did not arrive */
  readonly deliver?: (result: RunResult) => Promise<void> | void;
  readonly console: CommandConsole;
  readonly interruption: Interruption;
}

/** Loads a process, reads its inputs and runs it to its end, with all messages. */
export async function runDocument(request: DocumentRequest): Promise<RunResult> {
  const { console, interruption } = request;
  const started = performance.now();
  await checkOutdir(request.outdir);
  if (request.options.cache !== undefined) await checkCache(request.options.cache.folder);
  const logger = createCommandLogger({ debug: request.debug, write: (text) => console.err(text) });
  const { home, environment, plugins } = request;
  await using engine = await openEngine({ home, logger, environment, plugins });
  const reporters = reporterChoices(displayName(request.mode, console), environment?.reporters, request.reporters);
  await checkReporters(engine, reporters);
  const workflow = await loadWorkflow(engine, request);
  const prepared = await prepareGraph(workflow.loaded, request);
  await warnOfStrayBindings(prepared.graph, request, console);
  const run = await engine.createRun({
    ...prepared,
    options: { ...request.options, outdir: request.outdir, ...(!request.keep && { commandScripts: "failed" }) },
    name: request.name ?? workflow.loaded.name,
    origin: originOf(withoutSecrets(request, prepared), workflow.language, engine),
    documents: documentsOf(workflow.loaded, request),
    ...(request.runId !== undefined && { runId: request.runId }),
  });
  const driven = await driveRun({
    run,
    name: request.name ?? workflow.loaded.name,
    host: engine,
    reporters,
    console,
    interruption,
    logger,
  });
  const kept = request.keep || driven.result.status !== "completed";
  await writeEnd(request, run, driven, kept, performance.now() - started);
  await request.deliver?.(driven.result);
  await confirmPrinted(run.id, commandSuffix(request), console);
  if (!kept) await removeRun(engine, run.id, request);
  return driven.result;
}

/** Removes a run that went well, with what its jobs have elsewhere. */
async function removeRun(
  engine: Engine,
  run: string,
  { environment, console }: Pick<DocumentRequest, "environment" | "console">,
): Promise<void> {
  // Where nothing else is configured, all that the jobs have is in the folder of the run.
  if (environment !== undefined) {
    const { discardJobFolders, jobFoldersElsewhere } = await import("@sluice/core");
    const places = await jobFoldersElsewhere(engine.database, run);
    const left = await discardJobFolders({ context: engine.context, run, places, keepLogs: false });
    writeLeft(run, left, console);
  }
  await engine.database.removeRun({ run });
}

/** A document that was read, with the name of its language. */
export interface OpenedWorkflow {
  readonly language: string;
  readonly frontend: Frontend;
  readonly loaded: LoadedWorkflow;
}

/** Reads and checks a document; prints warnings. */
export async function loadWorkflow(
  host: Host,
  input: {
    readonly document: string;
    readonly language?: string;
    readonly checks: FrontendOptions;
    readonly console: CommandConsole;
  },
): Promise<OpenedWorkflow> {
  const { document, language, checks, console } = input;
  const { name, frontend } =
    language === undefined
      ? await selectFrontend(host, document, console.cwd, checks.limits)
      : { name: language, frontend: host.frontend(language) };
  const loaded = await frontend.load({
    document: located(document, console.cwd),
    options: checks,
    context: host.frontendContext,
    signal: new AbortController().signal,
  });
  writeWarnings(loaded.warnings, console);
  return { language: name, frontend, loaded };
}

/** Prints warnings, one a line. */
export function writeWarnings(warnings: readonly SluiceError[], console: CommandConsole): void {
  for (const warning of warnings) console.err(`warning: ${formatError(warning)}\n`);
}

/** Says which bindings of a configuration name nothing in its workflow. */
export async function warnOfStrayBindings(
  graph: WorkflowGraph,
  { environment, places, checks: { docker = [] } }: Pick<DocumentRequest, "environment" | "places" | "checks">,
  console: CommandConsole,
): Promise<void> {
  if (environment === undefined || places === undefined || environment.bindings.length + docker.length === 0) return;
  const { strayBindings } = await import("../config/workflow-places.ts");
  writeWarnings(strayBindings({ bindings: environment.bindings, docker }, places, graph), console);
}

/** Reads the inputs that a command line and a file give, and makes the graph for them; prints warnings. */
async function prepareGraph(
  loaded: LoadedWorkflow,
  request: Pick<DocumentRequest, "rest" | "taken" | "ownOptions" | "settings" | "console">,
): Promise<
  Awaited<ReturnType<LoadedWorkflow["translate"]>> &
    Pick<Awaited<ReturnType<LoadedWorkflow["readInputs"]>>, "lookedFor">
> {
  const { console } = request;
  const read = await readGivenInputs(loaded, request);
  const translated = await loaded.translate({ inputs: read.inputs });
  writeWarnings(translated.warnings, console);
  return read.lookedFor === undefined ? translated : { ...translated, lookedFor: read.lookedFor };
}

/** Reads the inputs that a command line and a file give, and says which file that is; prints warnings. */
export async function readGivenInputs(
  loaded: LoadedWorkflow,
  request: Pick<DocumentRequest, "rest" | "taken" | "ownOptions" | "settings" | "console">,
  how: { readonly complete?: boolean } = {},
): Promise<Awaited<ReturnType<LoadedWorkflow["readInputs"]>> & { readonly file?: string }> {
  const { console } = request;
  for (const word of sharedNames(request.taken, loaded.inputs)) console.err(`warning: ${word}\n`);
  const given = givenInputs(loaded, request);
  const read = await loaded.readInputs({ ...given, ...how, cwd: console.cwd, signal: new AbortController().signal });
  writeWarnings(read.warnings, console);
  return given.file === undefined ? read : { ...read, file: given.file };
}

/** Paths of everything that was read for a run. */
function documentsOf(loaded: LoadedWorkflow, request: DocumentRequest): readonly string[] {
  const { configFile } = request.environment ?? {};
  const { overrides } = request.checks;
  const read = [...loaded.documents, givenInputs(loaded, request).file, configFile, overrides].filter(
    (each) => each !== undefined,
  );
  return [...new Set(read.map((each) => (each.startsWith("file:") ? fileURLToPath(each) : each)))].filter(isAbsolute);
}

/** Input values as the command line gives them, and the file with others: one on the command line counts more than that of a configuration. */
function givenInputs(
  loaded: LoadedWorkflow,
  { rest, ownOptions, settings, console }: Pick<DocumentRequest, "rest" | "ownOptions" | "settings" | "console">,
): Pick<Parameters<LoadedWorkflow["readInputs"]>[0], "file" | "texts"> {
  const { file: written = settings, texts } = readInputArguments(rest, loaded.inputs, ownOptions);
  if (written === undefined) return { texts };
  const file = located(written, console.cwd);
  if (file.startsWith("/dev/") && loaded.documents.includes(pathToFileURL(file).href))
    throw usageError(
      `'${written}' is the document already: one stream cannot be the document and the file with input values`,
      "Give one of them as a file, or as <(…) of a shell.",
    );
  return { file, texts };
}

/** The command line without what it says of secrets. */
function withoutSecrets(
  request: DocumentRequest,
  { inputs, secrets = [] }: Pick<Awaited<ReturnType<LoadedWorkflow["translate"]>>, "inputs" | "secrets">,
): DocumentRequest {
  if (secrets.length === 0) return request;
  const values = secrets.flatMap((name) => textsIn(inputs[name] ?? null)).toSorted((a, b) => b.length - a.length);
  const hide = (word: string): string =>
    values.reduce((left, value) => (value === left ? "***" : left.replaceAll(value, "***")), word);
  return { ...request, rest: request.rest.map(hide) };
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" && value !== null ? (Object.values(value) as Json[]).flatMap(textsIn) : [];
}

/** What the journal keeps of the command, enough to open the same environment when the run is resumed. */
function originOf(request: DocumentRequest, language: string, { plugins: states }: Host): JsonObject {
  const { environment, plugins } = request;
  const { plugins: _remembered, ...places } = environment ?? {};
  const origin: JsonObject = {
    language,
    document: located(request.document, request.console.cwd),
    arguments: [...request.rest],
    directory: request.console.cwd,
    plugins: rememberPlugins({ plugins, environment }),
    ...(environment !== undefined && { environment: JSON.parse(JSON.stringify(places)) as JsonObject }),
  };
  return redactOrigin(origin, environment, states);
}

async function writeEnd(
  request: DocumentRequest,
  run: Run,
  { result, record }: Awaited<ReturnType<typeof driveRun>>,
  kept: boolean,
  duration: number,
): Promise<void> {
  const { console, mode } = request;
  if (mode.json) {
    const { status, outputs, failures } = result;
    console.out(`${JSON.stringify({ type: "result", run: run.id, status, outputs, failures })}\n`);
  }
  if (mode.quiet && result.status === "completed") return;
  const { writeSummary } = await import("../render/summary.ts");
  const suffix = commandSuffix(request);
  await writeSummary({ run, result, record, outdir: request.outdir, duration, kept, commandSuffix: suffix, console });
}
