import { bindingFilterContract } from "@sluice/testkit";
import { fakeContext } from "@sluice/testkit/fakes";
import { describe, test } from "vitest";
import { matchingFilterFactory, shuffleFilterFactory } from "../../../src/builtin/binding-filters/index.ts";

describe("shuffle", () => {
  bindingFilterContract({ test, wrapped: true, factory: () => shuffleFilterFactory.create() });
});

describe("matching", () => {
  bindingFilterContract({
    test,
    wrapped: true,
    factory: () =>
      matchingFilterFactory.create({
        name: "large",
        options: { filters: [{ target: "two", job: [{ port: "size", match: "large" }] }] },
        context: fakeContext(),
      }),
    samples: [{ inputs: { size: "large" } }, { inputs: { size: 3 } }, { inputs: { size: [1] } }],
  });
});
