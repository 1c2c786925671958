import type { CommandConsole } from "../session/command-console.ts";

/** How a run is shown: events on standard output, for people on standard error, or not at all. */
export type DisplayMode = "json" | "people" | "quiet";

/** The reporter that suits the mode and the terminal. */
export function displayName(mode: DisplayMode, console: Pick<CommandConsole, "live">): string {
  if (mode !== "people") return mode;
  return console.live ? "terminal" : "lines";
}
