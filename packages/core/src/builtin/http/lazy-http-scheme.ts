import type { TransferScheme } from "@sluice/contracts";

/** `http` and `https` for every engine. Most runs fetch nothing, and loading TLS is a sixth of a cold start. */
export function createLazyHttpScheme(): TransferScheme {
  let scheme: Promise<TransferScheme> | undefined;
  return {
    async fetch(input) {
      scheme ??= import("./http-scheme.ts").then(({ createHttpScheme }) => createHttpScheme());
      return (await scheme).fetch(input);
    },
  };
}
