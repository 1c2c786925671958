import { SluiceError, type NodeAnswer } from "@sluice/contracts";
import type { Cases } from "../suite/run-suite.ts";
import type { HooksHarness } from "./hooks-contract.ts";
import { nodeData } from "./node-data.ts";
import { surrounds } from "./wrap-answer.ts";

/** Has every wrapper surround every sample. */
async function surroundAll({ open, samples }: HooksHarness, next: () => Promise<NodeAnswer>): Promise<void> {
  const { stage } = await open();
  for (const sample of samples) {
    const asked = { hook: "wrapNodeExecute", event: nodeData(sample), sample } as const;
    for (const handler of stage.handlers("wrapNodeExecute")) await surrounds(stage, handler, asked, next);
  }
}

export const wrapCases: Cases<HooksHarness> = {
  "it passes on at most once, or answers": (harness) => surroundAll(harness, async () => undefined),

  "it takes what another plugin answers": (harness) =>
    surroundAll(harness, async () => ({ outputs: { n: 1, list: [null, { deep: "ü" }] } })),

  "what another plugin refuses stays refused": (harness) =>
    surroundAll(harness, async () => {
      throw new SluiceError("JOB_START", "it may not run here");
    }),
};
