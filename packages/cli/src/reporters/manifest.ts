import type { ManifestExtension, PluginManifest } from "@sluice/contracts";

const reporter = (name: string, purpose: string): ManifestExtension => ({
  point: "reporter",
  apiVersion: 1,
  name,
  purpose,
});

/** The displays of the command, to be read without loading any of them. */
export const displayManifest: PluginManifest = {
  name: "displays",
  module: "./dist/reporters/display-plugin.js",
  purpose: "The ways in which the command itself shows a run.",
  engine: "*",
  extensions: [
    reporter("terminal", "Shows what runs now at the bottom of a terminal, with failures above it."),
    reporter("lines", "Writes one line to standard error for each change of state."),
    reporter("json", "Writes the run's events to standard output, one JSON object a line."),
    reporter("quiet", "Shows nothing."),
  ],
};
