import type { Environment } from "../session/open-engine.ts";

/** One workflow of a configuration file, with paths resolved. */
export interface ConfiguredWorkflow {
  readonly name: string;
  /** Path or URI of the document, perhaps with `#process`. */
  readonly document: string;
  /** Path or URI of the file with input values. */
  readonly settings?: string;
  readonly environment: Environment;
}
