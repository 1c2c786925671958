import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseJson, type Json } from "@sluice/contracts";

/** What a fake function service is made with. */
export interface FakeFunctionServiceInput {
  /** Functions by name. What they throw becomes the answer to their call. */
  readonly functions: Readonly<Record<string, (input: Json) => Json | Promise<Json>>>;
  /** Milliseconds that the first call of a function takes besides. Default: 0. */
  readonly coldStart?: number;
  /** How many calls run at a time; more are refused with 429. Default: no limit. */
  readonly concurrency?: number;
}

/** What is to go wrong with calls. */
export interface FunctionFault {
  /** Default: calls of any function. */
  readonly function?: string;
  /** HTTP status; without one, the connection breaks. */
  readonly status?: number;
  /** How often. Default: 1. */
  readonly times?: number;
}

/** A call of a function. */
export interface FunctionCall {
  readonly id: string;
  readonly function: string;
  readonly input: Json;
  readonly state: "running" | "succeeded" | "failed";
  readonly result?: Json;
  readonly error?: string;
  /** Whether the function had to be started for it. */
  readonly cold: boolean;
}

/** Functions behind an HTTP server of this machine. */
export interface FakeFunctionService extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Calls that ran, in the order of their beginning; those that were refused are not among them. */
  readonly calls: readonly FunctionCall[];
  /** Makes the next calls fail. */
  fail(fault: FunctionFault): void;
  /** Stops all functions: the next call of each starts it anew. */
  cool(): void;
}

/**
 * Starts a service that runs functions.
 *
 * - `POST /functions/NAME/invocations` with JSON: 200 and the result, or 500 and `{ "error": … }` when the function throws;
 *   with the header `x-invocation-type: event`: 202 and `{ "id": … }` at once;
 * - `GET /invocations/ID`: 200 and the {@link FunctionCall};
 * - 404 for what does not exist, 429 with `retry-after` for calls beyond the limit.
 *
 * @example
 * ```ts
 * await using service = await fakeFunctionService({ functions: { double: (n) => Number(n) * 2 }, coldStart: 50 });
 * service.fail({ status: 503, times: 2 });
 * ```
 */
export async function fakeFunctionService(input: FakeFunctionServiceInput): Promise<FakeFunctionService> {
  const { functions, coldStart = 0, concurrency = Infinity } = input;
  const calls: FunctionCall[] = [];
  const faults: FunctionFault[] = [];
  const warm = new Set<string>();
  let running = 0;

  const takeFault = (name: string): FunctionFault | undefined => {
    const index = faults.findIndex((each) => each.function === undefined || each.function === name);
    const fault = faults[index];
    if (!fault) return undefined;
    const { times = 1 } = fault;
    faults.splice(index, 1, ...(times > 1 ? [{ ...fault, times: times - 1 }] : []));
    return fault;
  };

  const invoke = async (index: number): Promise<FunctionCall> => {
    const call = calls[index] as FunctionCall;
    running += 1;
    try {
      if (call.cold) await sleep(coldStart);
      const result = await functions[call.function]?.(call.input);
      calls[index] = { ...call, state: "succeeded", result: result ?? null };
    } catch (error) {
      calls[index] = { ...call, state: "failed", error: error instanceof Error ? error.message : String(error) };
    }
    running -= 1;
    return calls[index];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const [, area, name = "", verb] = (request.url ?? "").split("/").map(decodeURIComponent);
    if (request.method === "GET" && area === "invocations") {
      const call = calls.find(({ id }) => id === name);
      return call ? send(200, call) : send(404, { error: `there is no call ${name}` });
    }
    if (
      request.method !== "POST" ||
      area !== "functions" ||
      verb !== "invocations" ||
      !Object.hasOwn(functions, name)
    ) {
      return send(404, { error: `there is no function ${name}` });
    }
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString("utf8");
    const fault = takeFault(name);
    if (fault?.status !== undefined) return send(fault.status, { error: "it was told to fail" });
    if (fault) return void request.socket.destroy();
    if (running >= concurrency) return send(429, { error: "too many calls" }, { "retry-after": "1" });
    const cold = !warm.has(name);
    warm.add(name);
    const id = String(calls.length + 1);
    const index =
      calls.push({ id, function: name, input: parseJson(body || "null") as Json, state: "running", cold }) - 1;
    const ended = invoke(index);
    if (request.headers["x-invocation-type"] === "event") return send(202, { id });
    const { state, result, error } = await ended;
    return state === "succeeded" ? send(200, result) : send(500, { error });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => void response.writeHead(400).end(String(error)));
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    fail: (fault) => void faults.push(fault),
    cool: () => warm.clear(),
    [Symbol.asyncDispose]: async () => {
      if (!server.listening) return;
      const closed = new Promise((resolve) => void server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
