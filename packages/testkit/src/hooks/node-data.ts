import type { HookSample, NodeData } from "./moment.ts";

/** The first attempt of a step, as hooks that answer are told of it. */
export function nodeData({ name, operation }: HookSample): NodeData {
  const metadata = { name, kind: "execute", operation } as const;
  return { runId: "run-1", seq: 7, key: `${name}#0.3`, attempt: 1, resumed: false, metadata };
}
