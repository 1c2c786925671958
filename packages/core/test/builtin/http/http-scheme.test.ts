import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpScheme, type HttpOptions } from "../../../src/builtin/http/http-scheme.ts";

let folder: string;
let server: Server;
let base: string;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-http-"));
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => void server.close(closed));
  rmSync(folder, { recursive: true });
});

const fast: Partial<HttpOptions> = { backoff: 1, idleTimeout: 200 };

async function fetched(
  path: string,
  options: Partial<HttpOptions> = {},
  signal = AbortSignal.timeout(10_000),
): Promise<string> {
  const target = join(folder, "copy");
  await createHttpScheme({ ...fast, ...options }).fetch({ uri: base + path, target, signal });
  expect(readdirSync(folder)).toEqual(["copy"]);
  return readFileSync(target, "utf8");
}

async function failure(path: string, options: Partial<HttpOptions> = {}, signal?: AbortSignal): Promise<unknown> {
  const error = await fetched(path, options, signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(readdirSync(folder)).toEqual([]);
  return error;
}

describe("createHttpScheme", () => {
  test("writes what the server sends", async () => {
    answer = (_request, response) => void response.end("some text");
    expect(await fetched("/a%20b?c=1")).toBe("some text");
    expect(asked[0]?.url).toBe("/a%20b?c=1");
  });

  test("names the URL, without secrets, and the status; does not ask again for what is not there", async () => {
    answer = (_request, response) => void response.writeHead(404).end("no");
    base = base.replace("http://", "http://me:secret@");
    expect(await failure("/gone")).toMatchObject({
      code: "TRANSFER_FAILED",
      retryable: false,
      message: `${base.replace("me:secret@", "")}/gone cannot be fetched: the server answers 404 Not Found`,
    });
    expect(asked).toHaveLength(1);
  });

  test("asks again after 503 and broken connections, but not for ever", async () => {
    answer = (request, response) => {
      if (asked.length === 1) response.writeHead(503).end();
      else if (asked.length === 2) request.socket.destroy();
      else response.end("at last");
    };
    expect(await fetched("/")).toBe("at last");
    answer = (_request, response) => void response.writeHead(500).end();
    rmSync(join(folder, "copy"));
    asked = [];
    expect(await failure("/", { attempts: 3 })).toMatchObject({ code: "TRANSFER_FAILED", retryable: true });
    expect(asked).toHaveLength(3);
  });

  test("goes on where it was, when the content is still the same", async () => {
    const text = "0123456789".repeat(10_000);
    answer = (request, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
      const headers = { etag: '"one"', "accept-ranges": "bytes", "content-length": text.length - start };
      if (start === 0) {
        response.writeHead(200, headers);
        response.write(text.slice(0, 30_000), () => setTimeout(() => request.socket.destroy(), 20));
      } else {
        response.writeHead(206, { ...headers, "content-range": `bytes ${start}-${text.length - 1}/${text.length}` });
        response.end(text.slice(start));
      }
    };
    expect((await fetched("/")) === text).toBe(true);
    expect(asked.map(({ headers }) => [headers.range !== undefined, headers["if-range"]])).toEqual([
      [false, undefined],
      [true, '"one"'],
    ]);
  });

  test("begins anew when the content changed or the server cannot go on", async () => {
    answer = (request, response) => {
      const headers = { etag: `"${asked.length}"`, "accept-ranges": "bytes", "content-length": 8 };
      response.writeHead(200, headers);
      if (asked.length === 1) response.write("old", () => setTimeout(() => request.socket.destroy(), 20));
      else response.end("all new.");
    };
    expect(await fetched("/")).toBe("all new.");
  });

  test("follows redirects, within limits", async () => {
    answer = (request, response) => {
      if (request.url === "/there") response.end("found");
      else if (request.url === "/out") response.writeHead(302, { location: "file:///etc/passwd" }).end();
      else response.writeHead(302, { location: request.url === "/here" ? "there" : "/circle" }).end();
    };
    expect(await fetched("/here")).toBe("found");
    rmSync(join(folder, "copy"));
    expect(await failure("/circle", { redirects: 3 })).toMatchObject({
      message: expect.stringContaining("more than 3 times"),
    });
    expect(await failure("/out")).toMatchObject({
      retryable: false,
      message: expect.stringContaining("file:///etc/passwd"),
    });
  });

  test("has limits on size, silence and time, and ends when it is told to", async () => {
    answer = (_request, response) => void response.end("x".repeat(100));
    expect(await failure("/", { maxBytes: 99 })).toMatchObject({
      retryable: false,
      message: expect.stringContaining("larger than 99"),
    });
    answer = (_request, response) => void response.write("x");
    expect(await failure("/", { attempts: 2, idleTimeout: 50 })).toMatchObject({
      code: "TRANSFER_FAILED",
      retryable: true,
    });
    expect(await failure("/", { maxTime: 60, idleTimeout: 10_000 })).toMatchObject({
      message: expect.stringContaining("0.06 s"),
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 30);
    expect(await failure("/", { idleTimeout: 10_000 }, stop.signal)).toMatchObject({ message: "enough" });
  });

  test("says so when nobody listens", async () => {
    server.close();
    expect(await failure("/", { attempts: 2 })).toMatchObject({
      code: "TRANSFER_FAILED",
      retryable: true,
      message: expect.stringContaining("refuses connections"),
    });
  });

  test("goes through the proxy of the environment, except to whom it excludes", async () => {
    answer = (request, response) => void response.end(`via ${request.url}`);
    const { HTTP_PROXY, http_proxy: lower, NO_PROXY, no_proxy: lowerNone } = process.env;
    try {
      delete process.env["http_proxy"];
      delete process.env["no_proxy"];
      process.env["HTTP_PROXY"] = base;
      process.env["NO_PROXY"] = "other.example";
      const target = join(folder, "copy");
      const { signal } = new AbortController();
      await createHttpScheme(fast).fetch({ uri: "http://far.example/x", target, signal });
      expect(readFileSync(target, "utf8")).toBe("via http://far.example/x");
    } finally {
      Object.assign(process.env, { HTTP_PROXY, http_proxy: lower, NO_PROXY, no_proxy: lowerNone });
      for (const [name, value] of Object.entries({ HTTP_PROXY, http_proxy: lower, NO_PROXY, no_proxy: lowerNone }))
        if (value === undefined) delete process.env[name];
    }
  });
});
