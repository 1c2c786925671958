import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { HttpAgents } from "./http-agents.ts";
import { connectionError, transferError } from "./transfer-error.ts";

export interface RequestOptions {
  readonly agents: HttpAgents;
  readonly headers: OutgoingHttpHeaders;
  /** Milliseconds without a byte after which the connection is given up. */
  readonly idleTimeout: number;
  readonly redirects: number;
  readonly signal: AbortSignal;
}

/** Asks for a URL and follows where the server sends us. The answer's body is not read yet. @throws `TRANSFER_FAILED` */
export async function sendRequest(url: URL, options: RequestOptions): Promise<{ response: IncomingMessage; url: URL }> {
  let current = url;
  for (let hop = 0; hop <= options.redirects; hop++) {
    const response = await sendOnce(current, options);
    const { statusCode = 0, headers } = response;
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined)
      return { response, url: current };
    response.destroy();
    current = redirected(current, headers.location);
  }
  throw transferError(url, `the server redirects more than ${options.redirects} times`, { retryable: false });
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined || !["http:", "https:"].includes(to.protocol))
    throw transferError(from, `the server redirects to ${location}`, { retryable: false });
  if (from.protocol === "https:" && to.protocol === "http:")
    throw transferError(from, `the server redirects to ${to.href}, which is not encrypted`, { retryable: false });
  return to;
}

function sendOnce(url: URL, { agents, headers, idleTimeout, signal }: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(url, { agent: agents.of(url.protocol), headers, signal });
    request.setTimeout(idleTimeout, () => {
      const reason = `nothing came for ${idleTimeout / 1000} s`;
      request.destroy(transferError(url, reason, { retryable: true }));
    });
    request.on("response", resolve);
    request.on("error", (error) => {
      reject(signal.aborted || "retryable" in error ? error : connectionError(url, error));
    });
    request.end();
  });
}
