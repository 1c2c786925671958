import { startPort, type JsonObject, type SourcePosition, type WorkflowGraph } from "@sluice/contracts";
import type { CWLDockerMapping } from "@sluice/contracts/cwl";
import { createGraphBuilder } from "@sluice/core/graph";
import { createContainers } from "../container/nearest-mapping.ts";
import type { Process } from "../model/index.ts";
import { outputNames } from "./output-names.ts";
import { noRequirements } from "./effective-requirements.ts";
import { settle } from "./port-at-depth.ts";
import { processName } from "./process-name.ts";
import { runProcess } from "./run-process.ts";
import type { PlacesOf, Scope, Translation } from "./translation.ts";

/** What may be known besides the process. */
export interface TranslateOptions {
  /** Where a process or requirement stands in its document. */
  readonly positionOf?: (node: object, key?: string) => SourcePosition | undefined;
  /** Where the parts of tools and steps stand. */
  readonly placesOf?: PlacesOf;
  /** Values of its inputs. */
  readonly inputs?: JsonObject;
  /** How the containers that tools ask for come about. */
  readonly docker?: readonly CWLDockerMapping[];
  /** The graph is not going to be run. */
  readonly drawing?: boolean;
  /** Software that tools require is taken to be there. */
  readonly software?: "ignore";
  /** Names of variables of the engine's environment that jobs see; or all. */
  readonly environment?: readonly string[] | "all";
  /** Expressions of documents that were fetched may name files of this machine. */
  readonly localFiles?: boolean;
  /** Limit of each expression in milliseconds, where it is not the usual one. */
  readonly expressionTimeout?: number;
}

/**
 * Translates a process into a graph whose inputs and outputs are the process's own. Its inputs are prepared before the
 * run, not by the graph: defaults, secondary files, contents.
 * @throws `CWL_UNSUPPORTED` for what cannot run without containers or an implementation
 */
export function translateProcess(process: Process, options: TranslateOptions = {}): WorkflowGraph {
  const name = processName(process.id);
  const builder = createGraphBuilder({ name, frontend: "cwl" });
  const translation: Translation = {
    builder,
    positionOf: options.positionOf ?? (() => undefined),
    placesOf: options.placesOf ?? { tool: () => undefined, step: () => undefined },
    containerOf: createContainers(options.docker ?? []),
    drawing: options.drawing ?? false,
    ignoresSoftware: options.software === "ignore",
    environment: options.environment,
    expressionTimeout: options.expressionTimeout,
    isRemote: (uri) => options.localFiles !== true && !/^file:/i.test(uri),
    run: runProcess,
  };
  const scope: Scope = {
    path: "",
    depth: 0,
    trigger: startPort,
    waits: [],
    requirements: noRequirements,
    cwlVersion: process.cwlVersion,
    uri: process.id,
  };
  const inputs = Object.fromEntries(process.inputs.map(({ id }) => [id, { port: builder.addInput(id) }]));
  const values = runProcess(translation, {
    process,
    path: process.class === "Workflow" ? "" : `/${name}`,
    scope,
    inputs,
    outputs: process.outputs.map(({ id }) => id),
    prepared: true,
  });
  for (const { id } of process.outputs) {
    const value = values[id] ?? { value: null };
    // The start port carries null.
    const port =
      "value" in value && value.value === null ? startPort : settle(translation, scope, `/:output:${id}`, value);
    builder.setOutput(id, port);
  }
  for (const [id, file] of outputNames(process, options.inputs ?? {})) builder.nameOutput(id, file);
  return builder.build();
}
