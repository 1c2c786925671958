import { definePlugin, manifestDetails, reporterPoint, type Plugin, type RunReporterFactory } from "@sluice/contracts";
import { createConsole, type CommandConsole } from "../session/command-console.ts";
import { version } from "../version.ts";
import { displayManifest } from "./manifest.ts";

/** The displays of the command as a plugin; the one for terminals draws on the console that the command writes to. */
export function createDisplayPlugin(console: CommandConsole = createConsole()): Plugin {
  return definePlugin({
    name: "displays",
    version,
    engine: displayManifest.engine,
    purpose: displayManifest.purpose,
    setup(host) {
      for (const [name, factory] of Object.entries(displays(console)))
        host.provide(reporterPoint, name, factory, manifestDetails(displayManifest, "reporter", name));
    },
  });
}

function displays(console: CommandConsole): Readonly<Record<string, RunReporterFactory>> {
  return {
    terminal: {
      create: async ({ name }) => {
        const { TerminalProgress } = await import("../render/terminal-progress.ts");
        return new TerminalProgress(name, console);
      },
    },
    lines: {
      create: async ({ err }) => {
        const { LineProgress } = await import("../render/line-progress.ts");
        return new LineProgress(err);
      },
    },
    json: { create: ({ out }) => ({ event: (event) => out(`${JSON.stringify(event)}\n`) }) },
    quiet: { create: () => ({ event: () => undefined }) },
  };
}
