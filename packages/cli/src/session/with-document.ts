import { SluiceError, type FrontendOptions, type LoadedWorkflow } from "@sluice/contracts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import { openCommandHost } from "./open-host.ts";
import type { Environment } from "./open-engine.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { loadWorkflow } from "./run-document.ts";

/** A document to look at, without running it. */
export interface DocumentQuestion {
  readonly document: string;
  readonly checks: FrontendOptions;
  readonly debug: boolean;
  readonly plugins: PluginRequest;
  /** What a configuration file says of plugins. */
  readonly environment?: Environment;
  readonly console: CommandConsole;
}

/** Reads and checks a document, and does something with it. Warnings go to standard error. */
export async function withDocument<Result>(
  question: DocumentQuestion,
  use: (loaded: LoadedWorkflow) => Result | Promise<Result>,
): Promise<Result> {
  const { console, debug, plugins, environment } = question;
  const logger = createCommandLogger({ debug, write: (text) => console.err(text) });
  await using host = await openCommandHost({ logger, plugins, environment });
  const { loaded } = await loadWorkflow(host, question);
  return await use(loaded);
}

/** The fault of a document whose language lacks something that others have. */
export function notOfferedBy(document: string, what: string): SluiceError {
  return new SluiceError("PLUGIN_MISSING", `the language of ${document} has no ${what}`);
}
