import assert from "node:assert/strict";
import type { SecretStore } from "@sluice/contracts";
import type { FakeLogger } from "../fakes/fake-logger.ts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** A secret store, as its author hands it to the suite. */
export interface SecretStoreSubject extends Partial<AsyncDisposable> {
  readonly store: SecretStore;
  /** Secrets that the store has, by key: at least two, with different values. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A key that it does not have. */
  readonly missing: string;
  /** The logger that the store was made with, if it was given one. */
  readonly logger?: FakeLogger;
}

/** What the suite for secret stores is given. */
export interface SecretStoreContractOptions extends SuiteOptions {
  readonly factory: () => SecretStoreSubject | Promise<SecretStoreSubject>;
  /** Whether reading waits for something, so that an aborted signal ends it. Default: false. */
  readonly waits?: boolean;
}

/**
 * Registers the tests that every {@link SecretStore} must pass: values come as they are, a missing one is named by its
 * key, and no value is ever logged.
 *
 * @example
 * ```ts
 * secretStoreContract({
 *   test,
 *   factory: () => ({ store: createMyStore(vault), secrets: { a: "one", b: "two" }, missing: "none" }),
 * });
 * ```
 */
export function secretStoreContract(options: SecretStoreContractOptions): void {
  runSuite<SecretStoreSubject>({
    options,
    groups: { read: readCases, ...(options.waits === true && { signals: signalCases }) },
    open: async (wrap, stack) => {
      const subject = adopt(stack, await options.factory());
      return { ...subject, store: wrap(adopt(stack, subject.store)) };
    },
  });
}

const { signal } = new AbortController();

const readCases: Cases<SecretStoreSubject> = {
  "values come as they are": async ({ store, secrets }) => {
    assert.ok(Object.keys(secrets).length >= 2, "the suite needs two secrets");
    for (const [key, value] of Object.entries(secrets))
      assert.ok((await store.read({ key, signal })) === value, `the value of '${key}' is another one`);
  },

  "several are read at the same time, each with its own value": async ({ store, secrets }) => {
    const keys = Object.keys(secrets);
    const values = await Promise.all([...keys, ...keys].map((key) => store.read({ key, signal })));
    assert.ok(
      [...keys, ...keys].every((key, index) => values[index] === secrets[key]),
      "values are mixed up",
    );
  },

  "a missing one is an error that names its key": async ({ store, missing }) => {
    const { message } = await rejects("SECRET_MISSING", () => store.read({ key: missing, signal }));
    assert.ok(message.includes(missing), `the message does not name '${missing}': ${message}`);
  },

  "a key that an object has by itself, or none, is missing, too": async ({ store, secrets }) => {
    for (const key of ["", "constructor", "__proto__", "toString"])
      if (!Object.hasOwn(secrets, key)) await rejects("SECRET_MISSING", () => store.read({ key, signal }));
  },

  "a missing one changes nothing for the others": async ({ store, secrets, missing }) => {
    await rejects("SECRET_MISSING", () => store.read({ key: missing, signal }));
    for (const [key, value] of Object.entries(secrets)) assert.ok((await store.read({ key, signal })) === value);
  },

  "no value is in an error or in the log": async ({ store, secrets, missing, logger }) => {
    for (const key of Object.keys(secrets)) await store.read({ key, signal });
    const error = await rejects("SECRET_MISSING", () => store.read({ key: missing, signal }));
    const { message, hint = "", actor = "", stack = "", cause } = error;
    const told = [message, hint, actor, stack, String(cause), logger?.text() ?? ""].join("\n");
    for (const [key, value] of Object.entries(secrets))
      assert.ok(
        !told.includes(value) && !told.includes(JSON.stringify(value).slice(1, -1)),
        `the value of '${key}' is told`,
      );
  },

  "it can be disposed twice": async ({ store }) => {
    await store[Symbol.asyncDispose]?.();
    await store[Symbol.asyncDispose]?.();
  },
};

const signalCases: Cases<SecretStoreSubject> = {
  "an aborted signal is heard": async ({ store, secrets }) => {
    const [key = ""] = Object.keys(secrets);
    await refusesAborted({ read: (aborted) => store.read({ key, signal: aborted }) });
  },
};
