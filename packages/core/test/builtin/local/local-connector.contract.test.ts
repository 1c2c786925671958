import { connectorContract } from "@sluice/testkit";
import { fakeLogger, temporaryFolder } from "@sluice/testkit/fakes";
import { test } from "vitest";
import { localConnectorFactory } from "../../../src/builtin/local/index.ts";

const deployment = { name: "local", type: "local", config: {}, external: true, lazy: true };

connectorContract({
  test,
  wrapped: true,
  capabilities: ["watch", "local"],
  factory: async () => {
    const folder = await temporaryFolder();
    const again = () =>
      localConnectorFactory.create({ deployment, options: {}, configDir: folder.path, logger: fakeLogger() });
    return {
      connector: again(),
      again,
      folder: folder.path,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  },
});
