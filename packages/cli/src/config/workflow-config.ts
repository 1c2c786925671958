import type { CWLDockerMapping } from "@sluice/contracts/cwl";
import type { Environment } from "../session/open-engine.ts";
import type { WorkflowPlaces } from "./workflow-places.ts";

/** One workflow of a configuration file, with paths resolved. */
export interface ConfiguredWorkflow {
  readonly name: string;
  /** Name of the front-end. */
  readonly language: string;
  /** Path or URI of the document, perhaps with `#process`. */
  readonly document: string;
  /** Path or URI of the file with input values. */
  readonly settings?: string;
  /** How the containers of CWL tools come about. */
  readonly docker: readonly CWLDockerMapping[];
  readonly environment: Environment;
  readonly places: WorkflowPlaces;
}
