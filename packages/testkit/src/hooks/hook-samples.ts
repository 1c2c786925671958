import type { JobRequest } from "@sluice/contracts";
import type { HookSample } from "./moment.ts";

/** Steps as hooks may meet them: with values of every kind, with none, and with files. */
export const hookSamples: readonly [HookSample, HookSample, HookSample] = [
  {
    name: "/align",
    operation: "sample-tool",
    inputs: { reads: { class: "File", location: "file:///data/reads é.fq", size: 12 }, threads: 4, strict: true },
    result: { sorted: { class: "File", location: "file:///runs/1/jobs/a/sorted.bam", size: 3 } },
  },
  {
    name: "/outer/count words",
    operation: "sample-sum",
    inputs: { words: ["a", "ü", ""], nested: { deep: [[1.5, null], []], empty: {} }, ["__proto__x"]: null },
    result: { count: 3, mean: 0.5, missing: null, list: [{ n: 1 }] },
  },
  { name: "/notify", operation: "sample-nothing", inputs: {}, result: {} },
];

/** What jobs run: the least that a request can be, and one with everything. */
export const sampleRequests: readonly [JobRequest, JobRequest] = [
  { argv: ["true"], environment: {}, directory: "/jobs/j1/out", staging: [] },
  {
    argv: ["align", "--threads", "4", "", "a b", "$HOME"],
    environment: { PATH: "/usr/bin:/bin", HOME: "/jobs/j2/out", EMPTY: "" },
    directory: "/jobs/j2/out",
    stdin: "/jobs/j2/in/reads.fq",
    stdout: "/jobs/j2/out/sorted.bam",
    stderr: "/jobs/j2/stderr",
    staging: [
      { type: "input", source: "/data/reads.fq", target: "/jobs/j2/in/reads.fq", writable: false },
      { type: "literal", contents: "x=1\n", target: "/jobs/j2/out/settings", executable: false },
      { type: "directory", target: "/jobs/j2/out/empty" },
    ],
    timeout: 3600,
  },
];
