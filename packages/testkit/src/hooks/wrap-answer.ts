import assert from "node:assert/strict";
import { isSluiceError, type HookMap, type NodeAnswer } from "@sluice/contracts";
import { turn } from "../suite/eventually.ts";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import type { HookStage } from "./hook-stage.ts";
import type { Asked } from "./moment.ts";

/** Asks a wrapper, and sees that it passes on at most once and that it answers, or has somebody else answer. */
export async function surrounds(
  stage: HookStage,
  handler: HookMap["wrapNodeExecute"],
  { event, sample }: Asked,
  next: () => Promise<NodeAnswer>,
): Promise<void> {
  let calls = 0;
  let failure: { readonly error: unknown } | undefined;
  const passOn = async (): Promise<NodeAnswer> => {
    calls++;
    try {
      return frozen(await next());
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const atMostOnce = async (): Promise<void> => {
    // What it does afterwards counts, too.
    await turn();
    assert.ok(calls <= 1, `wrapNodeExecute must call next at most once, but called it ${calls} times`);
  };
  let answer: unknown;
  try {
    answer = await stage.within("wrapNodeExecute", handler(stage.nodeEvent(event, sample), passOn));
  } catch (thrown) {
    await atMostOnce();
    // A decision, of this one or of one further inside: the attempt would fail with it.
    if (thrown === failure?.error || isSluiceError(thrown)) return;
    throw thrown;
  }
  await atMostOnce();
  if (answer === undefined) {
    assert.ok(calls === 1, "wrapNodeExecute must answer with outputs when it does not call next");
    assert.ok(!failure, "wrapNodeExecute must pass on what next throws, or answer in its place");
  } else {
    const { outputs } = (answer ?? {}) as { readonly outputs?: unknown };
    assert.ok(
      typeof outputs === "object" && outputs !== null && !Array.isArray(outputs),
      "wrapNodeExecute must answer with outputs, or with undefined",
    );
    assertPlainJson(outputs, "what wrapNodeExecute answers");
  }
}
