import { connectorPoint, SluiceError } from "@sluice/contracts";
import { expect, test } from "vitest";
import { createAnswerClock, timeoutsOf } from "../../src/answers/index.ts";
import { nullLogger } from "../../src/null-logger.ts";
import { ownImplementation } from "../../src/plugins/own-implementation.ts";
import { pluginAtWork } from "../../src/plugins/plugin-at-work.ts";

const provided = { point: connectorPoint.id, name: "far", plugin: "mine" };
const methods = ["deploy", "locations", "files", "submit", "poll", "cancel", "reattach", "undeploy"];

class Counter {
  #count = 0;
  seen: string | undefined;

  add(): number {
    this.seen = pluginAtWork();
    return ++this.#count;
  }

  fail(input?: { readonly signal?: AbortSignal }): never {
    input?.signal?.throwIfAborted();
    throw new TypeError("broken");
  }

  async later(thrown: unknown): Promise<never> {
    throw thrown;
  }

  loop(): number {
    return this.add();
  }
}

const border = { clock: createAnswerClock(timeoutsOf({}), nullLogger), logger: nullLogger };
const own = <Value extends object>(value: Value): Value =>
  ownImplementation(value, { ...provided, bundled: false }, border) as Value;

test("it works on itself, in the name of its plugin, and looks as before", () => {
  const counter = new Counter();
  const wrapped = own(counter);
  expect([wrapped.add(), wrapped.loop(), counter.add()]).toEqual([1, 2, 3]);
  expect(counter.seen).toBeUndefined();
  wrapped.add();
  expect(wrapped.seen).toBe("mine");
  wrapped.seen = "changed";
  expect(counter.seen).toBe("changed");
  expect(Object.entries(wrapped)).toEqual([["seen", "changed"]]);
  expect(wrapped).toBeInstanceOf(Counter);
  expect(own(Object.freeze({ answer: () => 42 })).answer()).toBe(42);
});

test("what is not an error of Sluice says whose it is, at once or later", async () => {
  const wrapped = own(new Counter());
  const failure = { code: "PLUGIN_FAILED", message: "broken", actor: "connector far of plugin mine" };
  expect(() => wrapped.fail()).toThrow(expect.objectContaining(failure) as Error);
  await expect(wrapped.later(new TypeError("broken"))).rejects.toMatchObject(failure);
  await expect(wrapped.later("broken")).rejects.toMatchObject(failure);
});

test("decisions, and the reason why it was ended, stay what they are", async () => {
  const wrapped = own(new Counter());
  const decision = new SluiceError("JOB_START", "not here");
  await expect(wrapped.later(decision)).rejects.toBe(decision);
  const reason = new Error("enough");
  expect(() => wrapped.fail({ signal: AbortSignal.abort(reason) })).toThrow(reason);
});

test("what a factory makes is owned, too, when it can do what it must", async () => {
  const broken = (): never => {
    throw new Error("no network");
  };
  const connector = Object.fromEntries([...methods, Symbol.asyncDispose].map((name) => [name, broken]));
  const factory = own({ create: async (made: unknown) => made }) as {
    create(made: unknown): Promise<typeof connector>;
  };
  const made = await factory.create(connector);
  expect(() => made["poll"]?.()).toThrow(
    expect.objectContaining({ message: "no network", actor: "connector far of plugin mine" }) as Error,
  );
  for (const [wrong, message] of [
    [undefined, "what 'create' of its connector 'far' gave is undefined"],
    [
      { ...connector, poll: 1, [Symbol.asyncDispose]: broken },
      "what 'create' of its connector 'far' gave has no method poll",
    ],
  ] as const) {
    await expect(factory.create(wrong)).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      message,
      actor: "plugin mine",
    });
  }
});
