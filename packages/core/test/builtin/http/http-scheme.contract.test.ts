import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { transferSchemeContract } from "@sluice/testkit";
import { test } from "vitest";
import { createHttpScheme } from "../../../src/builtin/http/http-scheme.ts";

const documents: Readonly<Record<string, Buffer>> = {
  "/text%20of%20it": Buffer.from("some text of more than ten bytes\n"),
  "/bytes?x=1": Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251)),
};

transferSchemeContract({
  test,
  wrapped: true,
  factory: async () => {
    const server = createServer((request, response) => {
      const document = documents[request.url ?? ""];
      if (document) response.end(document);
      else response.writeHead(404).end("there is nothing here");
    });
    await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      scheme: createHttpScheme({ backoff: 1 }),
      contents: Object.fromEntries(Object.entries(documents).map(([path, data]) => [base + path, data])),
      missing: `${base}/none`,
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        await new Promise((closed) => void server.close(closed));
      },
    };
  },
});
