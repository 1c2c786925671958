import type { CheckpointManager } from "@sluice/contracts";

/** Keeps nothing, so it finds nothing. */
export const dummyCheckpointManager: CheckpointManager = {
  restore: () => undefined,
  save: async () => undefined,
  find: async () => undefined,
};
