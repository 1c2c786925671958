import type { LogFields, Logger } from "@sluice/contracts";
import { expect, test } from "vitest";
import { createHiddenTexts } from "../../src/secrets/index.ts";

function keeping(kept: unknown[], own: LogFields = {}): Logger {
  const note = (message: string, fields?: LogFields): void => void kept.push([message, { ...own, ...fields }]);
  return { debug: note, info: note, warn: note, error: note, child: (more) => keeping(kept, { ...own, ...more }) };
}

test("what is hidden is in no message, field or error, from the moment on when it is known", () => {
  const kept: unknown[] = [];
  const hidden = createHiddenTexts();
  const logger = hidden.logger(keeping(kept));
  const child = logger.child({ step: "/a" });
  child.info("before swordfish");
  hidden.add("swordfish");
  hidden.add("swordfish-and-more");
  hidden.add('say "friend"');
  hidden.add("short");
  child.warn("no swordfish, swordfish-and-more, short", {
    at: ["x swordfish"],
    more: { a: "swordfish", n: 1 },
    none: null,
  });
  logger.child({ who: "swordfish" }).error(JSON.stringify({ password: 'say "friend"' }));
  expect(kept).toEqual([
    ["before swordfish", { step: "/a" }],
    ["no ***, ***, short", { step: "/a", at: ["x ***"], more: { a: "***", n: 1 }, none: null }],
    ['{"password":"***"}', { who: "***" }],
  ]);
  const error = { code: "JOB_START", message: "swordfish is wrong", retryable: false } as const;
  expect(hidden.error({ ...error, hint: "not swordfish" })).toEqual({
    ...error,
    message: "*** is wrong",
    hint: "not ***",
  });
  expect(hidden.error(error)).toEqual({ ...error, message: "*** is wrong" });
});
