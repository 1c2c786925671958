import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isSluiceError, type LoadedWorkflow, type SluiceError } from "@sluice/contracts";
import { failure } from "../suite/rejects.ts";
import type { Cases } from "../suite/run-suite.ts";
import type { FrontendHarness } from "./frontend-contract.ts";

export const load = ({ frontend, document, context, signal }: FrontendHarness): Promise<LoadedWorkflow> =>
  frontend.load({ document, options: {}, context, signal });

/** The error that something throws; it must have a code. */
export async function codedFailure(attempt: () => unknown, expectation: string): Promise<SluiceError> {
  const error = await failure(attempt, expectation);
  if (!isSluiceError(error)) return assert.fail(`a coded error was expected, not ${String(error)}`);
  assert.notEqual(error.code, "INTERNAL", error.message);
  return error;
}

export const documentCases: Cases<FrontendHarness> = {
  "it names the endings of its files": ({ frontend, document }) => {
    for (const extension of frontend.extensions) assert.match(extension, /^\.[^/]+$/);
    if (frontend.extensions.length === 0) return;
    assert.ok(
      frontend.extensions.some((each) => document.endsWith(each)),
      `${document} has none of its endings`,
    );
  },

  "it tells its documents from others": async ({ frontend, document }) => {
    const text = await readFile(document, "utf8");
    assert.equal(frontend.detect({ path: document, text }), true);
    const others = ["", "\u0000\u0001", "{}", "[]", "# A heading\n\nSome words.\n", "a: [", '{"a": 1', "\ufeff"];
    for (const other of others)
      assert.equal(frontend.detect({ path: "/other", text: other }), false, JSON.stringify(other));
  },

  "a document is described": async (harness) => {
    const loaded = await load(harness);
    assert.ok(loaded.name !== "");
    const names = loaded.inputs.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, "two inputs have one name");
    for (const name of Object.keys(harness.texts)) assert.ok(names.includes(name), `there is no input '${name}'`);
    for (const { name, type, required, ...rest } of loaded.inputs) {
      assert.ok(type !== "", `input '${name}' has no type`);
      if (required) assert.ok(!("default" in rest), `'${name}' is required and has a default`);
    }
    for (const { name, type } of loaded.outputs) assert.ok(name !== "" && type !== "");
    for (const warning of loaded.warnings) assert.ok(isSluiceError(warning));
    assert.ok(loaded.documents.length > 0, "it does not say what was read");
    for (const uri of loaded.documents) assert.ok(URL.canParse(uri), `${uri} is no URI`);
  },

  "a document that does not exist is a coded error": async ({ frontend, context, signal, document }) => {
    const { message } = await codedFailure(
      () => frontend.load({ document: `${document}.none`, options: {}, context, signal }),
      "the document does not exist",
    );
    assert.ok(message !== "");
  },

  "a faulty document is a coded error that says where": async ({ frontend, context, signal, faulty }) => {
    const error = await codedFailure(
      () => frontend.load({ document: faulty, options: {}, context, signal }),
      "it is faulty",
    );
    const errors: readonly SluiceError[] = "errors" in error ? (error.errors as readonly SluiceError[]) : [error];
    for (const { position, message } of errors) {
      assert.ok(position && position.line >= 1 && position.column >= 1, `the error has no place: ${message}`);
      assert.ok(position.file !== "");
    }
  },

  "loading twice gives the same": async (harness) => {
    const [first, second] = [await load(harness), await load(harness)];
    assert.deepEqual([second.name, second.inputs, second.outputs], [first.name, first.inputs, first.outputs]);
  },

  "documents that are read at the same time do not mix": async (harness) => {
    const alone = await load(harness);
    const faulty = (): Promise<unknown> =>
      codedFailure(() => load({ ...harness, document: harness.faulty }), "it is faulty");
    const [first, , second] = await Promise.all([load(harness), faulty(), load(harness)]);
    for (const each of [first, second])
      assert.deepEqual(
        [each.name, each.inputs, each.outputs, each.documents],
        [alone.name, alone.inputs, alone.outputs, alone.documents],
      );
  },

  "an aborted signal is heard": async ({ frontend, document, context }) => {
    const signal = AbortSignal.abort(new Error("stop"));
    await failure(() => frontend.load({ document, options: {}, context, signal }), "the signal is aborted");
  },
};
