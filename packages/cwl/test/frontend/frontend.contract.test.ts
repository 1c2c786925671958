import { writeFile } from "node:fs/promises";
import { frontendContract, pluginContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import { afterAll, describe, test } from "vitest";
import { cwlPlugin } from "../../src/cwl-plugin.ts";
import { createExpressionEvaluator } from "../../src/expression/index.ts";
import { createCwlFrontend } from "../../src/frontend.ts";
import { cwlManifest } from "../../src/manifest.ts";

const evaluator = createExpressionEvaluator();
afterAll(() => evaluator[Symbol.asyncDispose]());

const tool = `cwlVersion: v1.2
class: CommandLineTool
doc: Counts things.
inputs:
  depth: { type: int }
  names: string[]?
  mode: { type: string, default: strict }
baseCommand: count
outputs:
  table: { type: stdout, doc: The counts. }
`;

describe("the front-end", () => {
  frontendContract({
    test,
    wrapped: true,
    factory: async () => {
      const folder = await temporaryFolder();
      await writeFile(folder.at("tool.cwl"), tool);
      await writeFile(folder.at("faulty.cwl"), tool.replace("type: int", "type: number"));
      return {
        frontend: createCwlFrontend({ evaluator: async () => evaluator }),
        document: folder.at("tool.cwl"),
        texts: { depth: ["3"], names: ["a", "b c"] },
        inputs: { depth: 3, names: ["a", "b c"], mode: "strict" },
        faulty: folder.at("faulty.cwl"),
        [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
      };
    },
  });
});

describe("the plugin", () => {
  pluginContract({ test, plugin: cwlPlugin, manifest: cwlManifest });
});
