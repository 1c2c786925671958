import type { StoredRunEvent } from "@sluice/contracts";
import type { CommandConsole } from "../session/command-console.ts";
import type { RunProgress } from "@sluice/core";

/** Shows how a run goes on. */
export interface ProgressView extends Disposable {
  event(event: StoredRunEvent, progress: RunProgress): void;
}

/** How a run is shown: events on standard output, for people on standard error, or not at all. */
export type DisplayMode = "json" | "people" | "quiet";

/** Makes the view that suits the mode and the terminal. */
export async function createProgressView(
  mode: DisplayMode,
  name: string,
  console: CommandConsole,
): Promise<ProgressView> {
  if (mode === "quiet") return { event: () => undefined, [Symbol.dispose]: () => undefined };
  if (mode === "json") {
    return { event: (event) => console.out(`${JSON.stringify(event)}\n`), [Symbol.dispose]: () => undefined };
  }
  if (console.live) {
    const { TerminalProgress } = await import("./terminal-progress.ts");
    return new TerminalProgress(name, console);
  }
  const { LineProgress } = await import("./line-progress.ts");
  return new LineProgress(console);
}
