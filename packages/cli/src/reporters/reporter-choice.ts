import type { JsonObject } from "@sluice/contracts";

/** A reporter that a run is to have. */
export interface ReporterChoice {
  readonly name: string;
  /** Default: none. */
  readonly options?: JsonObject;
}

/** The display, the reporters of a configuration, and those of the command line that are not there yet. */
export function reporterChoices(
  display: string,
  configured: readonly ReporterChoice[] = [],
  named: readonly string[] = [],
): readonly ReporterChoice[] {
  const others = [...new Set([display, ...named])].filter((name) => configured.every((each) => each.name !== name));
  return [...others.map((name) => ({ name })), ...configured];
}
