import {
  definePlugin,
  operationPoint,
  type JobOperation,
  type JobRequest,
  type Json,
  type JsonObject,
  type Plugin,
  type StagingEntry,
  type WorkflowGraph,
} from "@sluice/contracts";
import { createGraphBuilder } from "@sluice/core/graph";

/** What a plugin asks for with a name; `job`: the folder of the job. */
export const requests: Readonly<Record<string, (name: string, job: string, source: string) => Partial<JobRequest>>> = {
  "a literal": (name, job) => ({
    staging: entries({ type: "literal", contents: "theirs", target: `${job}/out/${name}` }),
  }),
  "a literal elsewhere": (name) => ({ staging: entries({ type: "literal", contents: "theirs", target: name }) }),
  "a directory": (name, job) => ({ staging: entries({ type: "directory", target: `${job}/${name}` }) }),
  "a link": (name, job, source) => ({
    staging: entries({ type: "input", source, target: `${job}/in/${name}`, writable: false }),
  }),
  "a copy": (name, job, source) => ({
    staging: entries({ type: "input", source, target: `${job}/${name}`, writable: true }),
  }),
  "something in a link": (name, job, source) => ({
    staging: entries(
      { type: "input", source, target: `${job}/out/d`, writable: false },
      { type: "literal", contents: "theirs", target: `${job}/out/d/${name}` },
      { type: "literal", contents: "theirs", target: `${job}/out/d/file` },
    ),
  }),
  "standard output": (name, job) => ({ stdout: `${job}/out/${name}` }),
  "standard output in a link": (name, job, source) => ({
    staging: entries({ type: "input", source, target: `${job}/out/d`, writable: false }),
    stdout: `${job}/out/d/file`,
    stderr: `${job}/out/d/${name}`,
  }),
  "standard error elsewhere": (name) => ({ stderr: name }),
};

/** What a plugin collects with a name; `out`: the folder of outputs. */
export const collections: Readonly<Record<string, (name: string, out: string) => Json>> = {
  "a literal": (basename) => ({ class: "File", basename, contents: "theirs" }),
  "a directory": (basename) => ({
    class: "Directory",
    basename,
    listing: [{ class: "File", basename, contents: "theirs" }],
  }),
  "a file": (basename, out) => ({ class: "File", path: `${out}/o.txt`, basename }),
  "a path": (name) => ({ class: "File", path: name }),
  "a location": (name) => ({ class: "Directory", location: name, basename: "d" }),
  "a secondary file": (basename, out) => ({
    class: "File",
    path: `${out}/o.txt`,
    secondaryFiles: [{ class: "File", basename, contents: "theirs" }],
  }),
};

const entries = (...all: StagingEntry[]): readonly StagingEntry[] => all;

/** What the hook changes in the request of every job; nothing when absent. */
export interface Meddling {
  request?: (request: JobRequest) => JobRequest;
}

/** Names files as the parameters of its operation say, and changes requests as it is told. */
export function hostilePlugin(meddling: Meddling): Plugin {
  const operation: JobOperation = {
    kind: "job",
    version: 1,
    prepare({ directories, params }) {
      const { name, request, source } = params as { name: string; request?: string; source: string };
      return Promise.resolve({
        argv: ["sh", "-c", "echo theirs; echo theirs >&2; echo text > o.txt"],
        environment: { PATH: process.env["PATH"] ?? "" },
        directory: directories.output,
        staging: [],
        ...(request !== undefined && requests[request]?.(name, directories.job, source)),
      });
    },
    collect({ directories, params }) {
      const { name, collection } = params as { name: string; collection?: string };
      const o = collection === undefined ? null : (collections[collection]?.(name, directories.output) ?? null);
      return Promise.resolve({ o } as JsonObject);
    },
  };
  return definePlugin({
    name: "hostile",
    version: "1.0.0",
    engine: "*",
    setup(host) {
      host.provide(operationPoint, "hostile", operation);
      host.hook("transformJobRequest", (request) => meddling.request?.(request) ?? request);
    },
  });
}

/** A graph of one step, as a front-end may make it. */
export function hostileGraph(params: JsonObject): WorkflowGraph {
  const builder = createGraphBuilder({ name: "hostile", frontend: "test" });
  const port = builder.addPort("/o", 0);
  builder.addStep("/job", {
    kind: "execute",
    depth: 0,
    inputs: {},
    outputs: { o: port },
    operation: { name: "hostile", version: 1, params },
    hardware: { cores: 0.1 },
  });
  builder.setOutput("o", port);
  return builder.build();
}
