import assert from "node:assert/strict";
import type { HookMap } from "@sluice/contracts";
import type { Cases } from "../suite/run-suite.ts";
import { sampleRequests } from "./hook-samples.ts";
import type { HooksHarness } from "./hooks-contract.ts";
import { nodeData } from "./node-data.ts";
import { answersRequest } from "./transform-answer.ts";

export const transformCases: Cases<HooksHarness> = {
  "every request is answered with a request": async ({ open, samples }) => {
    const { stage } = await open();
    for (const sample of samples)
      for (const request of sampleRequests)
        await stage.take({ hook: "transformJobRequest", event: nodeData(sample), sample, request });
  },

  "the same request has the same answer": async ({ open, samples }) => {
    const { stage } = await open();
    for (const sample of samples) {
      for (const request of sampleRequests) {
        const asked = { hook: "transformJobRequest", event: nodeData(sample), sample, request } as const;
        for (const handler of stage.handlers("transformJobRequest")) {
          const first = await answersRequest(stage, handler, asked, request);
          const second = await answersRequest(stage, handler, asked, request);
          assert.deepEqual(second, first, "transformJobRequest must answer the same when it is asked again");
        }
      }
    }
  },

  "an engine after a crash has the same answer": async ({ open, samples }) => {
    const [one, other] = [await open(), await open()];
    const handlers = (each: typeof one): readonly HookMap["transformJobRequest"][] =>
      each.stage.handlers("transformJobRequest");
    for (const sample of samples) {
      const [, request] = sampleRequests;
      const asked = { hook: "transformJobRequest", event: nodeData(sample), sample, request } as const;
      for (const [index, handler] of handlers(one).entries()) {
        const first = await answersRequest(one.stage, handler, asked, request);
        const again = handlers(other)[index] as HookMap["transformJobRequest"];
        const event = { ...asked.event, resumed: true };
        assert.deepEqual(await answersRequest(other.stage, again, { ...asked, event }, request), first);
      }
    }
  },
};
