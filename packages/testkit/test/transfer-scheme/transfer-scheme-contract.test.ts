import { rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { SluiceError, type TransferScheme } from "@sluice/contracts";
import { transferSchemeContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const contents: Readonly<Record<string, string>> = {
  "sample:one": "the first of the two files",
  "sample:two": "the second one\u0000, with a zero byte",
};

const scheme: TransferScheme = {
  fetch: async ({ uri, target, limit = Infinity, signal }) => {
    signal.throwIfAborted();
    const text = contents[uri];
    if (text === undefined) throw new SluiceError("TRANSFER_FAILED", `there is no ${uri}`, { retryable: false });
    if (Buffer.byteLength(text) > limit) throw new SluiceError("TRANSFER_FAILED", `${uri} is too long`);
    await writeFile(`${target}.part`, text);
    await rename(`${target}.part`, target);
  },
};
const broken = (fetch: TransferScheme["fetch"]): TransferScheme => ({ fetch });

describeSuite<TransferScheme>({
  name: "transfer scheme",
  contract: (test, fake, wrapped) =>
    transferSchemeContract({ test, wrapped, factory: () => ({ scheme: fake, contents, missing: "sample:none" }) }),
  good: scheme,
  broken: {
    "leaves parts behind": {
      fake: broken(async (input) => {
        await writeFile(`${input.target}.part`, "");
        await scheme.fetch(input);
      }),
      caughtBy: "fetch: what does not exist is an error that names it, and leaves nothing",
    },
    "takes errors for empty files": {
      fake: broken((input) => scheme.fetch(input).catch(() => writeFile(input.target, ""))),
      caughtBy: "fetch: what does not exist is an error that names it, and leaves nothing",
    },
    "knows no limit": {
      fake: broken(({ limit: _limit, ...input }) => scheme.fetch(input)),
      caughtBy: "fetch: what is longer than the limit is an error, and leaves nothing",
    },
    "cuts off what is too long": {
      fake: broken(({ uri, target, limit }) => writeFile(target, contents[uri]?.slice(0, limit) ?? "")),
      caughtBy: "fetch: what is longer than the limit is an error, and leaves nothing",
    },
    "ends texts at a zero byte": {
      fake: broken(async ({ uri, target }) => writeFile(target, contents[uri]?.split("\u0000")[0] ?? "")),
      caughtBy: "fetch: a file has what the URI names, and there is nothing beside it",
    },
    "does not hear of aborts": {
      fake: broken((input) => scheme.fetch({ ...input, signal: new AbortController().signal })),
      caughtBy: "fetch: an aborted signal is heard, and leaves nothing",
    },
    "leaves a part when it is aborted on the way": {
      fake: broken(async (input) => {
        input.signal.throwIfAborted();
        const text = contents[input.uri];
        if (text !== undefined) await writeFile(`${input.target}.part`, text.slice(0, 5));
        for (let pause = 0; pause < 5; pause++) await sleep(2, undefined, { signal: input.signal });
        await scheme.fetch(input);
      }),
      caughtBy: "fetch: an abort on the way leaves a whole file, or nothing",
    },
    "listens to signals for ever": {
      fake: broken((input) => {
        input.signal.addEventListener("abort", () => {});
        return scheme.fetch(input);
      }),
      caughtBy: "fetch: a signal is of no use once there is an answer",
    },
    "says nothing of the URI": {
      fake: broken((input) =>
        scheme.fetch(input).catch(() => {
          throw new SluiceError("TRANSFER_FAILED", "it failed", { retryable: false });
        }),
      ),
      caughtBy: "fetch: what does not exist is an error that names it, and leaves nothing",
    },
  },
});
