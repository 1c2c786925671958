import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isSluiceError, type TransferScheme } from "@sluice/contracts";
import { sleep, timeLimit } from "../../timers.ts";
import { createHttpAgents, type HttpAgents } from "./http-agents.ts";
import { sendRequest } from "./send-request.ts";
import { connectionError, statusError, transferError } from "./transfer-error.ts";

export interface HttpOptions {
  /** Most bytes of one file. */
  readonly maxBytes: number;
  /** Milliseconds that one file may take, with all attempts. */
  readonly maxTime: number;
  /** Milliseconds without a byte after which a connection is given up. */
  readonly idleTimeout: number;
  readonly redirects: number;
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled before each further one. */
  readonly backoff: number;
}

const defaults: HttpOptions = {
  maxBytes: 256 * 1024 ** 3,
  maxTime: 24 * 3_600_000,
  idleTimeout: 60_000,
  redirects: 10,
  attempts: 5,
  backoff: 500,
};

/** What has come so far. */
interface Part {
  readonly path: string;
  /** What the server calls the content that the bytes are from; without it they cannot be gone on with. */
  validator: string | undefined;
}

/** The schemes `http` and `https`. A transfer that breaks goes on where it was, if the server can. */
export function createHttpScheme(options: Partial<HttpOptions> = {}): TransferScheme {
  const limits = { ...defaults, ...options };
  const agents = createHttpAgents();
  return {
    async fetch({ uri, target, limit = limits.maxBytes, signal, progress }) {
      const url = new URL(uri);
      const part: Part = { path: `${target}.part`, validator: undefined };
      const timeout = timeLimit(limits.maxTime);
      const stop = AbortSignal.any([signal, timeout]);
      try {
        await tryOften(limits, stop, () =>
          receive(url, part, { ...limits, maxBytes: limit, agents, signal: stop, progress }),
        );
        await rename(part.path, target);
      } catch (error) {
        await rm(part.path, { force: true });
        signal.throwIfAborted();
        if (timeout.aborted)
          throw transferError(url, `it took longer than ${limits.maxTime / 1000} s`, { retryable: true, cause: error });
        throw isSluiceError(error) ? error : connectionError(url, error);
      }
    },
  };
}

async function tryOften(
  { attempts, backoff }: HttpOptions,
  signal: AbortSignal,
  attempt: () => Promise<void>,
): Promise<void> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (number >= attempts || !isSluiceError(error) || !error.retryable) throw error;
      await sleep(backoff * 2 ** (number - 1), signal);
    }
  }
}

type Receiving = HttpOptions & {
  readonly agents: HttpAgents;
  readonly signal: AbortSignal;
  readonly progress: (() => void) | undefined;
};

async function receive(url: URL, part: Part, options: Receiving): Promise<void> {
  const have = part.validator === undefined ? 0 : ((await stat(part.path).catch(() => undefined))?.size ?? 0);
  const range = have > 0 ? { range: `bytes=${have}-`, "if-range": part.validator } : {};
  const headers = { "accept-encoding": "identity", "user-agent": "sluice", ...range };
  const { response, url: found } = await sendRequest(url, { ...options, headers });
  const { statusCode = 0, statusMessage } = response;
  const isRest = statusCode === 206 && have > 0 && startOf(response) === have;
  if (statusCode !== 200 && !isRest) {
    response.destroy();
    // What the server has is shorter or another now: from the beginning.
    if (statusCode === 416 || statusCode === 206) part.validator = undefined;
    const isStale = have > 0 && part.validator === undefined;
    throw isStale
      ? transferError(found, "the content changed meanwhile", { retryable: true })
      : statusError(found, statusCode, statusMessage);
  }
  part.validator = validatorOf(response);
  const from = isRest ? have : 0;
  try {
    const sink = createWriteStream(part.path, { flags: from > 0 ? "a" : "w" });
    const limited = atMost(options.maxBytes - from, found, options.maxBytes, options.progress);
    await pipeline(response, limited, sink, {
      signal: options.signal,
    });
  } catch (error) {
    throw isSluiceError(error) || options.signal.aborted ? error : connectionError(found, error);
  }
}

/** Only a strong name says that bytes of two answers fit together. Source: RFC 9110, 13.1.5. */
function validatorOf({ headers }: IncomingMessage): string | undefined {
  if (headers["accept-ranges"] !== "bytes") return undefined;
  const { etag } = headers;
  return etag === undefined || etag.startsWith("W/") ? undefined : etag;
}

function startOf({ headers }: IncomingMessage): number | undefined {
  const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
  return start === undefined ? undefined : Number(start);
}

function atMost(room: number, url: URL, limit: number, progress: (() => void) | undefined): Transform {
  let left = room;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      progress?.();
      if (left >= 0) done(null, chunk);
      else done(transferError(url, `it is larger than ${limit} bytes`, { retryable: false }));
    },
  });
}
