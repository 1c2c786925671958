import { statSync } from "node:fs";
import {
  isSluiceError,
  SluiceError,
  SluiceErrorList,
  toSluiceError,
  type FrontendOptions,
  type LoadedWorkflow,
  type Logger,
} from "@sluice/contracts";
import type { ReadConfig } from "../config/read-config.ts";
import { checkWorkflowFiles, type WorkflowPlaces } from "../config/workflow-places.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { PluginEntry } from "../plugins/plugin-entry.ts";
import type { CommandConsole } from "./command-console.ts";
import type { Host } from "@sluice/core/host";
import type { Environment } from "./open-engine.ts";
import { isNamed, openCommandHost } from "./open-host.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { reportError } from "./report-error.ts";
import { readGivenConfig } from "./read-given-config.ts";
import {
  loadWorkflow,
  readGivenInputs,
  warnOfStrayBindings,
  writeWarnings,
  type DocumentRequest,
} from "./run-document.ts";
import { isRemote, located, selectFrontend } from "./select-frontend.ts";

/** Checks documents and configuration files, all of them, and says what is wrong. Settles with the exit status of the worst. */
export async function validateDocuments(input: {
  readonly documents: readonly string[];
  readonly home: string | undefined;
  readonly checks: FrontendOptions;
  readonly debug: boolean;
  readonly plugins: PluginRequest;
  /** What a configuration file says that is named apart from the documents. */
  readonly environment?: Environment;
  /** What a command line says of the inputs of the document. */
  readonly inputs?: GivenInputs | undefined;
  /** Says nothing of what is valid. */
  readonly quiet?: boolean;
  readonly console: CommandConsole;
}): Promise<number> {
  const { console, debug, checks } = input;
  const logger = createCommandLogger({ debug, once: true, write: (text) => console.err(text) });
  const { plugins, environment } = input;
  await using stack = new AsyncDisposableStack();
  let opened: Host | undefined;
  let status = 0;
  let last: CheckedDocument | undefined;
  for (const document of input.documents) {
    const before = last;
    // Unless it turns out to be something else.
    last ??= { document };
    try {
      const config = await readGivenConfig(document, plugins);
      if (config === undefined) {
        // Configuration files have plugins of their own.
        opened ??= stack.use(await openCommandHost({ logger, plugins, environment, tellsFaults: true }));
        const host = opened;
        throwIfBroken(host, environment?.plugins);
        const isJob = await isJobFile(host, document, console.cwd);
        if (isJob && before !== undefined) {
          await validateJob(before, { ...input, document });
          continue;
        }
        last = isJob ? undefined : { document };
        const loaded = await validateOne(host, { document, checks, console }).catch(async (error: unknown) => {
          const names = await processesOf(host, error, { document, checks, console });
          if (names.length > 0) return names;
          throw error;
        });
        if (isList(loaded)) {
          console.err(
            `warning: ${document} has no process 'main': each of its ${loaded.length} processes is checked\n`,
          );
          last = { document, severalProcesses: true };
          const parts = loaded.map((name) => `${document}#${name}`);
          status = Math.max(status, await validateDocuments({ ...input, documents: parts, inputs: undefined }));
          continue;
        }
        last = { document, loaded };
        if (input.inputs && input.inputs.rest.length > 0) await validateInputs(loaded, input.inputs, console);
      } else {
        await validateConfig(config, { checks, console, plugins, logger });
        last = before;
      }
      if (input.quiet !== true) console.out(`${document}: valid\n`);
    } catch (error) {
      const report = reportError(error, debug);
      console.err(report.text);
      status = Math.max(status, report.status);
    }
  }
  return status;
}

/** What stands behind a document on the command line: a job, and options for single inputs. */
export type GivenInputs = Pick<DocumentRequest, "rest" | "taken" | "ownOptions">;

/** The processes of a document that was not loaded because none of them is the one to be run. */
async function processesOf(
  host: Host,
  error: unknown,
  { document, checks, console }: Checks & { readonly document: string },
): Promise<readonly string[]> {
  if (!isSluiceError(error) || error.code !== "CWL_REFERENCE") return [];
  const { frontend } = await selectFrontend(host, document, console.cwd, checks.limits);
  const path = located(document, console.cwd);
  const { frontendContext: context } = host;
  const { signal } = new AbortController();
  return (await frontend.processes?.({ document: path, options: checks, context, signal })) ?? [];
}

function isList(loaded: LoadedWorkflow | readonly string[]): loaded is readonly string[] {
  return Array.isArray(loaded);
}

/** A document that jobs may follow; what is wrong with one that is not loaded was said. */
interface CheckedDocument {
  readonly document: string;
  readonly loaded?: LoadedWorkflow;
  /** Which of its processes a job is for cannot be known. */
  readonly severalProcesses?: boolean;
}

/** Whether a file is no document itself, so that it can only be a job for the one before. */
async function isJobFile(host: Host, file: string, cwd: string): Promise<boolean> {
  if (!/\.(?:ya?ml|json)$/i.test(file) && !isStream(located(file, cwd))) return false;
  try {
    await selectFrontend(host, file, cwd);
    return false;
  } catch (error) {
    if (isSluiceError(error) && error.code === "PLUGIN_MISSING") return true;
    throw error;
  }
}

/** What comes through a pipe or a terminal has no name that says what it is. */
function isStream(path: string): boolean {
  const stats = isRemote(path) ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** Checks a job for the document before it. That one may be wrong, which says nothing of the job. */
async function validateJob(
  { document: written, loaded, severalProcesses }: CheckedDocument,
  { document, quiet, console }: Pick<Checks, "console"> & { readonly document: string; readonly quiet?: boolean },
): Promise<void> {
  if (loaded === undefined) {
    const reason = severalProcesses === true ? "has no process 'main'" : "is not valid";
    console.err(`${document}: not checked, as ${written} ${reason}\n`);
    return;
  }
  await validateInputs(loaded, { rest: [document], taken: [], ownOptions: [] }, console);
  if (quiet !== true) console.out(`${document}: valid for ${written}\n`);
}

async function validateInputs(loaded: LoadedWorkflow, inputs: GivenInputs, console: CommandConsole): Promise<void> {
  // That they suit the document is all there is to say: whether it can be run was said of itself.
  await readGivenInputs(loaded, { ...inputs, console });
}

interface Checks {
  readonly checks: FrontendOptions;
  readonly console: CommandConsole;
}

async function validateOne(
  host: Host,
  input: Checks & {
    readonly document: string;
    readonly language?: string;
    readonly environment?: Environment;
    readonly places?: WorkflowPlaces;
  },
): Promise<LoadedWorkflow> {
  const { loaded } = await loadWorkflow(host, input);
  const translate = async (): Promise<void> => {
    const { graph } = await loaded.translate({ inputs: {} });
    await warnOfStrayBindings(graph, input, input.console);
  };
  await warnIfUnsupported(translate, input.document, input.console);
  return loaded;
}

/** @throws what is wrong with plugins that were named, where their entries stand */
function throwIfBroken({ plugins }: Host, entries: readonly PluginEntry[] = []): void {
  const broken = plugins.filter((state) => state.error !== undefined && isNamed(state));
  const [first, ...others] = broken.flatMap((state) => {
    const entry = entries.find(({ reference }) => reference === state.reference || reference === state.name);
    const error = toSluiceError(state.error);
    const faults = "errors" in error ? (error as SluiceErrorList).errors : [error];
    const thrown = /:\d+$/.test(state.place ?? "") ? `See ${state.place}` : undefined;
    return faults.map(
      ({ code, message, actor, hint = thrown, position = entry?.position }) =>
        new SluiceError(code, message, { actor, hint, position, cause: error }),
    );
  });
  if (first) throw others.length === 0 ? first : new SluiceErrorList([first, ...others]);
}

/** Checks what shows only when the plugins of a file are loaded, and the documents of its workflows. */
async function validateConfig(
  { environment, workflows, warnings }: ReadConfig,
  input: Checks & { readonly plugins: PluginRequest; readonly logger: Logger },
): Promise<void> {
  const { checks, console, plugins, logger } = input;
  writeWarnings(warnings, console);
  await using host = await openCommandHost({ logger, plugins, environment, tellsFaults: true });
  throwIfBroken(host, environment.plugins);
  writeWarnings((await environment.verify?.(host.plugins)) ?? [], console);
  await checkWorkflowFiles(workflows);
  for (const { docker, ...workflow } of workflows) {
    await validateOne(host, { ...workflow, checks: { ...checks, docker }, console });
  }
}

/** What is valid and cannot be run here is worth a word; what fails for want of inputs is not. */
async function warnIfUnsupported(
  translate: () => Promise<unknown>,
  document: string,
  console: CommandConsole,
): Promise<void> {
  try {
    await translate();
  } catch (error) {
    if (isSluiceError(error) && error.code === "CWL_UNSUPPORTED")
      console.err(`warning: ${document}: this build cannot run it: ${reportError(error, false).text}`);
  }
}
