import { checkpointManagerContract, failureManagerContract } from "@sluice/testkit";
import { fakeContext, temporaryFolder } from "@sluice/testkit/fakes";
import { describe, test } from "vitest";
import {
  defaultFailureManagerFactory,
  dummyCheckpointManager,
  dummyFailureManager,
  folderCheckpointManagerFactory,
} from "../../src/recover/index.ts";

describe("the default failure manager", () => {
  failureManagerContract({ test, wrapped: true, factory: () => defaultFailureManagerFactory.create() });
});

describe("the default failure manager with retries of its own", () => {
  failureManagerContract({
    test,
    wrapped: true,
    mostAttempts: 4,
    factory: () => defaultFailureManagerFactory.create({ options: { max_retries: 3, retry_delay: 0.5 } }),
  });
});

describe("the dummy failure manager", () => {
  failureManagerContract({ test, wrapped: true, factory: () => dummyFailureManager });
});

describe("the dummy checkpoint manager", () => {
  checkpointManagerContract({
    test,
    wrapped: true,
    capabilities: [],
    factory: () => ({ manager: dummyCheckpointManager, again: () => dummyCheckpointManager }),
  });
});

describe("the folder checkpoint manager", () => {
  checkpointManagerContract({
    test,
    wrapped: true,
    capabilities: ["keeps"],
    factory: async () => {
      const folder = await temporaryFolder();
      const again = () =>
        folderCheckpointManagerFactory.create({
          options: { checkpoint_dir: "copies" },
          context: fakeContext({ configDir: folder.path }),
        });
      return { manager: again(), again, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
    },
  });
});
