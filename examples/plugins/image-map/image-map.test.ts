import { test } from "node:test";
import { cwlDockerTranslatorContract, pluginContract } from "@sluice/testkit";
import { fakeContext } from "@sluice/testkit/fakes";
import plugin, { imageMapFactory } from "./index.ts";
import about from "./package.json" with { type: "json" };

const options = { type: "nice", config: { environmentFile: "images/{image}.env" } };

pluginContract({ test, plugin, manifest: about.sluice });
cwlDockerTranslatorContract({
  test,
  capabilities: ["containers"],
  factory: ({ wrapper }) => imageMapFactory.create({ options, wrapper, context: fakeContext() }),
  refused: { dockerPull: "../secrets" },
});
