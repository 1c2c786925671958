import assert from "node:assert/strict";
import { projectionOf } from "../suite/projection-of.ts";
import type { CheckpointCases } from "./checkpoint-manager-contract.ts";

/** For managers that keep nothing: saving does no harm, and nothing is found. */
export const notKeepingCases: CheckpointCases = {
  "what was saved is not found": async ({ file, save, found }) => {
    await save({ result: await file("a.txt", "text") });
    assert.equal(await found("a.txt"), undefined);
  },

  "outputs of every kind can be saved": async ({ save }) => {
    await save({});
    await save({
      text: "a",
      list: [1, null, { deep: true }],
      literal: { class: "File", basename: "l", contents: "x" },
    });
  },

  "it can be told of a run, and finds nothing then": async ({ manager, found }) => {
    await manager.restore(projectionOf({ completed: [{ key: { step: "/a", tag: "0", attempt: 1 }, outputs: {} }] }));
    assert.equal(await found("a.txt"), undefined);
  },
};
