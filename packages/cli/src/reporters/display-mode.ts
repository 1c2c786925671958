import type { CommandConsole } from "../session/command-console.ts";

/** How a run is shown. */
export interface DisplayMode {
  /** Events and results as JSON on standard output. */
  readonly json: boolean;
  /** For people only warnings, and what fails. */
  readonly quiet: boolean;
}

/** The reporter that suits the mode and the terminal. */
export function displayName({ json, quiet }: DisplayMode, console: Pick<CommandConsole, "live">): string {
  if (json) return "json";
  if (quiet) return "quiet";
  return console.live ? "terminal" : "lines";
}
