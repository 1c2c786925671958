import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import type { TransferScheme } from "@sluice/contracts";
import { temporaryFolder, type TemporaryFolder } from "../fakes/temporary-folder.ts";
import { settles, turn } from "../suite/eventually.ts";
import { assertNotHeard } from "../suite/not-heard.ts";
import { refusesAborted, rejects } from "../suite/rejects.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** A transfer scheme, as its author hands it to the suite. */
export interface TransferSchemeSubject extends Partial<AsyncDisposable> {
  readonly scheme: TransferScheme & Partial<AsyncDisposable>;
  /** What there is to be fetched, by URI: at least two that differ, each longer than ten bytes. */
  readonly contents: Readonly<Record<string, string | Uint8Array>>;
  /** A URI that names nothing. */
  readonly missing: string;
}

/** What the suite for transfer schemes is given. */
export interface TransferSchemeContractOptions extends SuiteOptions {
  readonly factory: () => TransferSchemeSubject | Promise<TransferSchemeSubject>;
}

/**
 * Registers the tests that every {@link TransferScheme} must pass: files appear whole or not at all, errors name the URI,
 * limits and signals are heard.
 *
 * @example
 * ```ts
 * transferSchemeContract({ test, factory: async () => {
 *   const server = await serve({ "/a": "contents of a", "/b": "contents of b" });
 *   const contents = { [`my://${server.host}/a`]: "contents of a", [`my://${server.host}/b`]: "contents of b" };
 *   return { scheme: createMyScheme(), contents, missing: `my://${server.host}/none`, [Symbol.asyncDispose]: () => server.close() };
 * } });
 * ```
 */
export function transferSchemeContract(options: TransferSchemeContractOptions): void {
  runSuite<Harness>({
    options,
    groups: { fetch: fetchCases },
    open: async (wrap, stack) => {
      const folder = stack.use(await temporaryFolder());
      const subject = adopt(stack, await options.factory());
      const all = Object.entries(subject.contents).map(([uri, data]) => ({ uri, data: Buffer.from(data) }));
      assert.ok(
        all.length >= 2 && all.every(({ data }) => data.length > 10),
        "the suite needs two files of more than ten bytes",
      );
      return { ...subject, scheme: wrap(adopt(stack, subject.scheme)), folder, all };
    },
  });
}

interface Harness extends TransferSchemeSubject {
  readonly folder: TemporaryFolder;
  readonly all: readonly { readonly uri: string; readonly data: Buffer }[];
}

const { signal } = new AbortController();

const fetchCases: Cases<Harness> = {
  "a file has what the URI names, and there is nothing beside it": async ({ scheme, folder, all }) => {
    for (const [index, { uri, data }] of all.entries()) {
      await scheme.fetch({ uri, target: folder.at(`copy ${index}`), signal });
      assert.ok((await readFile(folder.at(`copy ${index}`))).equals(data), `${uri} arrived changed`);
    }
    assert.equal((await readdir(folder.path)).length, all.length);
  },

  "several are fetched at the same time": async ({ scheme, folder, all }) => {
    const jobs = [...all, ...all].map(({ uri, data }, index) => ({ uri, data, target: folder.at(`copy-${index}`) }));
    await Promise.all(jobs.map(({ uri, target }) => scheme.fetch({ uri, target, signal })));
    for (const { uri, data, target } of jobs)
      assert.ok((await readFile(target)).equals(data), `${uri} arrived changed`);
  },

  "what does not exist is an error that names it, and leaves nothing": async ({ scheme, folder, missing }) => {
    const error = await rejects("TRANSFER_FAILED", () =>
      scheme.fetch({ uri: missing, target: folder.at("copy"), signal }),
    );
    assert.ok(error.message.includes(missing), `the message does not name ${missing}: ${error.message}`);
    assert.equal(error.retryable, false, "trying again cannot help");
    assert.deepEqual(await readdir(folder.path), []);
  },

  "what is longer than the limit is an error, and leaves nothing": async ({ scheme, folder, all }) => {
    for (const { uri } of all)
      await rejects("TRANSFER_FAILED", () => scheme.fetch({ uri, target: folder.at("copy"), limit: 10, signal }));
    assert.deepEqual(await readdir(folder.path), []);
  },

  "what is exactly as long as the limit is taken": async ({ scheme, folder, all }) => {
    for (const [index, { uri, data }] of all.entries())
      await scheme.fetch({ uri, target: folder.at(`copy ${index}`), limit: data.length, signal });
    assert.equal((await readdir(folder.path)).length, all.length);
  },

  "an aborted signal is heard, and leaves nothing": async ({ scheme, folder, all }) => {
    for (const { uri } of all)
      await refusesAborted({ fetch: (aborted) => scheme.fetch({ uri, target: folder.at("copy"), signal: aborted }) });
    assert.deepEqual(await readdir(folder.path), []);
  },

  "an abort on the way leaves a whole file, or nothing": async ({ scheme, folder, all }) => {
    for (const [index, { uri, data }] of all.entries()) {
      const controller = new AbortController();
      const target = folder.at(`copy ${index}`);
      const fetched = scheme.fetch({ uri, target, signal: controller.signal }).then(
        () => true,
        () => false,
      );
      await turn();
      controller.abort(new Error("stop"));
      if (await settles("the fetch that was aborted", fetched)) assert.ok((await readFile(target)).equals(data));
      else assert.ok(!(await readdir(folder.path)).some((name) => name.startsWith(`copy ${index}`)), "a part is left");
    }
  },

  "a signal is of no use once there is an answer": async ({ scheme, folder, all, missing }) => {
    const { signal: own } = new AbortController();
    for (const [index, { uri }] of all.entries())
      await scheme.fetch({ uri, target: folder.at(`copy ${index}`), signal: own });
    await rejects("TRANSFER_FAILED", () => scheme.fetch({ uri: missing, target: folder.at("none"), signal: own }));
    assertNotHeard(own, "the scheme");
  },

  "an error is no obstacle for the next": async ({ scheme, folder, all: [first], missing }) => {
    assert.ok(first);
    const target = folder.at("copy");
    await rejects("TRANSFER_FAILED", () => scheme.fetch({ uri: missing, target, signal }));
    await scheme.fetch({ uri: first.uri, target, signal });
    assert.ok((await readFile(target)).equals(first.data));
  },
};
