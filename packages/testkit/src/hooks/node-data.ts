import { createHash } from "node:crypto";
import type { NodeMetadata } from "@sluice/contracts";
import type { HookSample, NodeData } from "./moment.ts";

/** What is said of a step. */
export function sampleMetadata({ name, operation }: HookSample): NodeMetadata {
  return { name, kind: "execute", operation, digest: createHash("sha256").update(operation).digest("hex") };
}

/** The first attempt of a step, as hooks that answer are told of it. */
export function nodeData(sample: HookSample): NodeData {
  const key = `${sample.name}#0.3`;
  return { runId: "run-1", seq: 7, key, attempt: 1, resumed: false, metadata: sampleMetadata(sample) };
}
