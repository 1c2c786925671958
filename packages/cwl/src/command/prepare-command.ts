import type { Hardware, JobDirectories, JobRequest, JsonObject, StagingEntry } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import type { CommandLineTool } from "../model/index.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import type { FileQuestions } from "../value/file-questions.ts";
import { defaultListing, findRequirement, scopeOf, type EffectiveRequirements } from "../value/find-requirement.ts";
import { prepareInputs } from "../value/prepare-inputs.ts";
import { askCommandLine } from "./command-line.ts";
import { askEnvironment } from "./environment.ts";
import { placeWorkDir } from "./initial-work-dir.ts";
import { openDirectories } from "./open-directories.ts";
import { runtimeObject } from "./runtime-object.ts";
import { stageInputs, withoutConflicts } from "./stage-inputs.ts";
import type { PlannedEntry } from "./stage-value.ts";
import { askStreams } from "./streams.ts";
import { askTimeLimit } from "./time-limit.ts";
import { askWorkDirEntries } from "./work-dir-entries.ts";

/** A tool with everything that one job of it depends on. */
export interface CommandJob {
  readonly tool: CommandLineTool;
  readonly effective: EffectiveRequirements;
  /** Whether it runs in a workflow. */
  readonly nested: boolean;
  readonly values: JsonObject;
  readonly directories: JobDirectories;
  readonly hardware: Hardware;
  /** What the job sees of the engine's own environment. */
  readonly preserved: Readonly<Record<string, string>>;
  readonly files: FileQuestions;
  readonly evaluator: ExpressionEvaluator;
  readonly formats: FormatChecker;
  readonly signal: AbortSignal;
}

/** The inputs of a job with their paths in place, and how they get there. */
export interface PlacedInputs {
  readonly session: ExpressionSession;
  readonly staging: readonly StagingEntry[];
}

/** Prepares and places the inputs of a job. It gives the same answer before and after the job, and after a restart. */
export async function placeInputs(job: CommandJob): Promise<PlacedInputs> {
  const { tool, effective, files } = job;
  const bare: Omit<ExpressionSession, "inputs"> = {
    evaluator: job.evaluator,
    scope: scopeOf(effective, tool.cwlVersion),
    runtime: runtimeObject(job.directories, job.hardware),
    signal: job.signal,
  };
  const inputs = await prepareInputs({
    parameters: tool.inputs,
    values: job.values,
    files,
    session: bare,
    cwlVersion: tool.cwlVersion,
    defaultListing: defaultListing(effective, tool.cwlVersion, tool),
    formats: job.formats,
    schemas: tool.schemas ?? [],
    nested: job.nested,
  });
  const staged = stageInputs(inputs, job.directories.staging);
  const session: ExpressionSession = { ...bare, inputs };
  const workDir = await placeIntoWorkDir(job, session, staged);
  const staging = withoutConflicts([...staged, ...workDir]);
  return { session, staging: workDir.length === 0 ? staging : await openDirectories(staging, files) };
}

async function placeIntoWorkDir(
  job: CommandJob,
  session: ExpressionSession,
  staged: readonly PlannedEntry[],
): Promise<readonly PlannedEntry[]> {
  const requirement = findRequirement(job.effective, "InitialWorkDirRequirement");
  if (requirement === undefined) return [];
  const round = createExpressionRound(session);
  const entries = askWorkDirEntries(requirement, round);
  await round.settle();
  return placeWorkDir({
    items: entries(),
    outdir: job.directories.output,
    inputs: session.inputs,
    staged,
    inplace: findRequirement(job.effective, "InplaceUpdateRequirement")?.inplaceUpdate === true,
  });
}

/** What to run for a job. All expressions of the command are evaluated in one round trip. */
export async function prepareCommand(job: CommandJob, { session, staging }: PlacedInputs): Promise<JobRequest> {
  const { tool, effective, directories } = job;
  const round = createExpressionRound(session);
  const shell = findRequirement(effective, "ShellCommandRequirement") !== undefined;
  const argv = askCommandLine(tool, session.inputs, shell, round);
  const environment = askEnvironment(
    findRequirement(effective, "EnvVarRequirement"),
    job.preserved,
    directories,
    round,
  );
  const streams = askStreams(tool, directories.output, round);
  const timeLimit = askTimeLimit(findRequirement(effective, "ToolTimeLimit"), round);
  await round.settle();
  const timeout = timeLimit();
  const { stdin, stdout, stderr } = streams();
  return {
    argv: argv(),
    environment: environment(),
    directory: directories.output,
    staging: [...staging, ...streamFolders([stdout, stderr], directories.output)],
    ...(stdin !== undefined && { stdin }),
    ...(stdout !== undefined && { stdout }),
    ...(stderr !== undefined && { stderr }),
    ...(timeout !== undefined && { timeout }),
  };
}

/** Standard output may go into a folder of the output directory, which must be there then. */
function streamFolders(paths: readonly (string | undefined)[], outdir: string): readonly StagingEntry[] {
  return paths
    .filter((path) => path !== undefined)
    .map((path) => path.slice(0, path.lastIndexOf("/")))
    .filter((folder) => folder !== outdir)
    .map((target) => ({ type: "directory", target }));
}
