import assert from "node:assert/strict";
import { isSluiceError, type HookMap, type JobRequest } from "@sluice/contracts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import type { HookStage } from "./hook-stage.ts";
import type { Asked } from "./moment.ts";

/**
 * Asks a transformer, and sees that what it answers is a job request.
 * @returns the answer; what it was asked when it decided that the attempt fails
 */
export async function answersRequest(
  stage: HookStage,
  handler: HookMap["transformJobRequest"],
  { event, sample }: Asked,
  request: JobRequest,
): Promise<JobRequest> {
  try {
    const given = frozen(structuredClone(request));
    const answer = await stage.within("transformJobRequest", handler(given, stage.nodeEvent(event, sample)));
    assertRequest(answer);
    return answer;
  } catch (error) {
    // A decision: the attempt would fail with it.
    if (isSluiceError(error)) return request;
    throw error;
  }
}

function assertRequest(answer: unknown): asserts answer is JobRequest {
  const what = "what transformJobRequest answers";
  assert.ok(typeof answer === "object" && answer !== null, `${what} must be a job request, not ${String(answer)}`);
  assertPlainJson(answer, what);
  const { argv, environment, directory, staging, timeout, ...rest } = answer as Partial<JobRequest>;
  assert.ok(
    Array.isArray(argv) && argv.length > 0 && areTexts(argv),
    `${what} must have an argv of texts, at least one`,
  );
  assert.ok(
    typeof environment === "object" && areTexts(Object.values(environment)),
    `${what} must have an environment of texts`,
  );
  assert.ok(typeof directory === "string" && directory.startsWith("/"), `${what} must have an absolute directory`);
  assert.ok(Array.isArray(staging), `${what} must have a list of what is staged`);
  for (const entry of staging as JobRequest["staging"])
    assert.ok(
      ["input", "literal", "directory"].includes(entry.type) && areTexts([entry.target]),
      `${what} stages what is no entry`,
    );
  assert.ok(
    timeout === undefined || (typeof timeout === "number" && timeout > 0),
    `${what} must have a timeout above 0`,
  );
  for (const [name, value] of Object.entries(rest)) {
    assert.ok(["stdin", "stdout", "stderr"].includes(name), `${what} has '${name}', which a job request has not`);
    assert.ok(typeof value === "string" && value !== "", `${name} of ${what} must be a path`);
  }
}

function areTexts(values: readonly unknown[]): boolean {
  return values.every((each) => typeof each === "string");
}
