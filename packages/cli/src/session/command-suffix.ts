import type { Environment } from "./open-engine.ts";

/** What later commands about a run are told, so that they find it: ` --home DIR`, ` --config FILE`, or nothing. */
export function commandSuffix(input: {
  readonly home: string | undefined;
  readonly environment?: Pick<Environment, "configFile" | "managers"> | undefined;
}): string {
  const { home, environment } = input;
  if (home !== undefined) return ` --home ${home}`;
  const hasDatabase = environment?.managers?.database !== undefined && environment.configFile !== undefined;
  return hasDatabase ? ` --config ${environment.configFile}` : "";
}
