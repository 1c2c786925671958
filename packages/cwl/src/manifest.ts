import type { ManifestExtension, PluginManifest } from "@sluice/contracts";

const operation = (name: string, purpose: string): ManifestExtension => ({
  point: "operation",
  apiVersion: 1,
  name,
  purpose,
});

/** What the front-end provides, to be read without loading any of it. The plugin itself takes its details from here. */
export const cwlManifest: PluginManifest = {
  name: "cwl",
  module: "./dist/index.js",
  purpose: "Reads and runs CWL v1.0, v1.1 and v1.2.",
  engine: "^0.1",
  extensions: [
    {
      point: "frontend",
      apiVersion: 1,
      name: "cwl",
      purpose: "Reads workflows and tools of the Common Workflow Language.",
    },
    {
      point: "cwl-docker-translator",
      apiVersion: 1,
      name: "none",
      purpose: "Runs tools without the container that they ask for, where their programs are installed.",
      schema: { type: "object", additionalProperties: false },
    },
    operation("cwl.command-line-tool", "Prepares the job of a command line tool and collects its outputs."),
    operation("cwl.expression-tool", "Evaluates an expression tool."),
    operation("cwl.link", "Joins the values that are linked to one input or output."),
    operation("cwl.step-inputs", "Computes what a step hands to its process."),
    operation("cwl.when", "Decides whether a step runs."),
  ],
};
