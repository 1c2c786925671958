import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { projectionOf } from "../suite/projection-of.ts";
import { failure, refusesAborted, rejects } from "../suite/rejects.ts";
import type { DataCases } from "./data-manager-contract.ts";

export const fetchCases: DataCases = {
  "a file of this machine is where it is": async ({ manager, file, value, signal }) => {
    await file("user/a b.txt", "text");
    const path = await manager.fetch({ uri: value("user/a b.txt").location, signal });
    assert.equal(await readFile(path, "utf8"), "text");
  },

  "what a scheme transfers is in a file": async ({ manager, signal }) => {
    const path = await manager.fetch({ uri: "sample:one", signal });
    assert.ok(isAbsolute(path));
    assert.equal(await readFile(path, "utf8"), "sample:one");
  },

  "what is asked for several times is fetched once": async ({ manager, fetched, signal }) => {
    const ask = () => manager.fetch({ uri: "sample:one", signal });
    const paths = await Promise.all([ask(), ask(), ask()]);
    paths.push(await ask());
    for (const path of paths) assert.equal(await readFile(path, "utf8"), "sample:one");
    assert.deepEqual(
      fetched.map(({ uri }) => uri),
      ["sample:one"],
    );
  },

  "different things do not mix": async ({ manager, signal }) => {
    const uris = ["sample:one", "sample:two", "sample:dir/one"];
    const paths = await Promise.all(uris.map((uri) => manager.fetch({ uri, signal })));
    assert.deepEqual(await Promise.all(paths.map((path) => readFile(path, "utf8"))), uris);
  },

  "what cannot be had is an error, and may be asked for again": async ({ manager, fetched, signal }) => {
    for (let round = 0; round < 2; round++)
      await rejects("TRANSFER_FAILED", () => manager.fetch({ uri: "sample:none", signal }));
    assert.equal(fetched.length, 2);
    await rejects("PLUGIN_MISSING", () => manager.fetch({ uri: "unknown:one", signal }));
  },

  "the limit is that of who asks": async ({ manager, fetched, signal }) => {
    await rejects("TRANSFER_FAILED", () => manager.fetch({ uri: "sample:too long", limit: 10, signal }));
    await manager.fetch({ uri: "sample:one", limit: 10, signal });
    await manager.fetch({ uri: "sample:two", signal });
    assert.deepEqual(
      fetched.map(({ limit }) => limit),
      [10, 10, undefined],
    );
  },

  "an aborted signal is heard": async ({ manager, fetched }) => {
    await refusesAborted({ fetch: (signal) => manager.fetch({ uri: "sample:one", signal }) });
    assert.deepEqual(fetched, []);
  },

  "one who stops waiting leaves the file to the others": async ({ manager, signal }) => {
    const controller = new AbortController();
    const mine = manager.fetch({ uri: "sample:one", signal: controller.signal });
    const theirs = manager.fetch({ uri: "sample:one", signal });
    controller.abort(new Error("mine"));
    await failure(() => mine, "who stops waiting is told so");
    assert.equal(await readFile(await theirs, "utf8"), "sample:one");
  },

  "a second manager, told of a run, fetches as the first": async ({ manager, again, signal }) => {
    await manager.fetch({ uri: "sample:one", signal });
    const second = await again();
    const key = { step: "/a", tag: "0", attempt: 1 };
    await second.restore(projectionOf({ completed: [{ key, outputs: { n: 1 } }] }));
    assert.equal(await readFile(await second.fetch({ uri: "sample:one", signal }), "utf8"), "sample:one");
  },
};
