import type { CWLDockerMapping } from "@sluice/contracts/cwl";
import { SluiceError } from "@sluice/contracts";
import { readNamedConfig } from "./read-given-config.ts";
import type { Environment } from "./open-engine.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { writeWarnings } from "./run-document.ts";

/** Where and how the steps of a process run that is named apart from it. */
export interface ProcessEnvironment {
  readonly environment: Environment;
  readonly docker: readonly CWLDockerMapping[];
}

/**
 * Reads a configuration file for a process that it does not name. If it has a workflow, its bindings and containers are those of the
 * process, and the document that it names is not read.
 * @throws `CONFIG_INVALID` when it has several workflows; whatever is wrong with the file
 */
export async function readProcessEnvironment(file: string, plugins: PluginRequest): Promise<ProcessEnvironment> {
  const { environment, workflows, warnings } = await readNamedConfig(file, plugins);
  writeWarnings(warnings, plugins.console);
  const [workflow, ...others] = workflows;
  if (others.length > 0) {
    const names = workflows.map(({ name }) => name).join(", ");
    throw new SluiceError(
      "CONFIG_INVALID",
      `${file} has several workflows, so it does not say where the process runs`,
      {
        hint: `It has ${names}. To run those that it names: sluice run ${file}`,
      },
    );
  }
  return workflow ? { environment: workflow.environment, docker: workflow.docker } : { environment, docker: [] };
}
