import { isSluiceError, type FrontendOptions } from "@sluice/contracts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import type { Host } from "@sluice/core/host";
import { openCommandHost } from "./open-host.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { reportError } from "./report-error.ts";
import { loadWorkflow } from "./run-document.ts";

/** Checks documents and configuration files, all of them, and says what is wrong. Settles with the exit status of the worst. */
export async function validateDocuments(input: {
  readonly documents: readonly string[];
  readonly home: string | undefined;
  readonly checks: FrontendOptions;
  readonly debug: boolean;
  readonly plugins: PluginRequest;
  readonly console: CommandConsole;
}): Promise<number> {
  const { console, debug, checks } = input;
  const logger = createCommandLogger({ debug: debug, write: (text) => console.err(text) });
  await using host = await openCommandHost({ logger, plugins: input.plugins });
  let status = 0;
  for (const document of input.documents) {
    try {
      await validateOne(host, document, { checks, console });
    } catch (error) {
      const report = reportError(error, debug);
      console.err(report.text);
      status = Math.max(status, report.status);
    }
  }
  return status;
}

async function validateOne(
  host: Host,
  document: string,
  options: { readonly checks: FrontendOptions; readonly console: CommandConsole },
): Promise<void> {
  const { console, checks } = options;
  const { readConfigIfAny } = await import("../config/read-config.ts");
  const workflows = await readConfigIfAny(document, console.cwd);
  for (const target of workflows?.map((workflow) => workflow.document) ?? [document]) {
    const { loaded } = await loadWorkflow(host, { document: target, checks, console });
    await warnIfUnsupported(() => loaded.translate({ inputs: {} }), target, console);
  }
  console.out(`${document}: valid\n`);
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
