import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSluiceError, SluiceErrorList } from "@sluice/contracts";
import { checkProcess } from "../../src/check/index.ts";
import { loadProcess } from "../../src/load/index.ts";
import { describeWith, needs, suiteFolder } from "../../../../test/support/needs.ts";

const tests = join(suiteFolder, "tests");

/** Documents that must not load or pass the checks, and the code that says why. */
const faulty = new Map([
  ["conditionals/cond-wf-005_nojs.cwl", "CWL_TYPE"],
  ["fail-unconnected.cwl", "CWL_REFERENCE"],
  ["fail-unspecified-input.cwl", "CWL_REFERENCE"],
  ["iwd/iwd-container-entryname4.cwl", "CWL_INVALID"],
  ["js-expr-req-wf.cwl", "CWL_REFERENCE"],
  ["mixed-versions/invalid-tool-v10.cwl", "CWL_INVALID"],
  ["mixed-versions/invalid-tool-v11.cwl", "CWL_INVALID"],
  ["mixed-versions/invalid-wf-v10.cwl", "CWL_INVALID"],
  ["mixed-versions/invalid-wf-v12.cwl", "CWL_INVALID"],
]);

describeWith(needs.suite, "documents of the conformance suite", () => {
  const names = readdirSync(tests, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".cwl"));

  test.each(names)("%s", async (name) => {
    expect(await codeOf(join(tests, name))).toBe(faulty.get(name));
  });
});

async function codeOf(path: string): Promise<string | undefined> {
  try {
    checkProcess((await loadProcess({ path })).process);
    return undefined;
  } catch (thrown) {
    if (!isSluiceError(thrown)) throw thrown;
    const errors = thrown instanceof SluiceErrorList ? thrown.errors : [thrown];
    expect(errors.every((error) => error.position !== undefined)).toBe(true);
    return thrown.code;
  }
}
