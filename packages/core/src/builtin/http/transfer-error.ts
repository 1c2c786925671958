import { SluiceError } from "@sluice/contracts";

/** Causes that may be gone the next time. */
const passing: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "ERR_STREAM_PREMATURE_CLOSE",
  "HPE_INVALID_EOF_STATE",
]);

const causes: Readonly<Record<string, string>> = {
  ENOTFOUND: "there is no server of that name",
  EAI_AGAIN: "the name of the server cannot be looked up",
  ECONNREFUSED: "the server refuses connections",
  ECONNRESET: "the connection broke",
  ERR_STREAM_PREMATURE_CLOSE: "the connection broke",
};

/** A transfer that failed. User names and passwords in URLs are not shown. */
export function transferError(url: URL, reason: string, options: { retryable: boolean; cause?: unknown }): SluiceError {
  return new SluiceError("TRANSFER_FAILED", `${shownUrl(url)} cannot be fetched: ${reason}`, options);
}

/** Says what an answer of a server means for the transfer. */
export function statusError(url: URL, status: number, text: string | undefined): SluiceError {
  const retryable = status >= 500 || status === 408 || status === 429;
  return transferError(url, `the server answers ${`${status} ${text ?? ""}`.trim()}`, { retryable });
}

/** Says in our words why a connection failed. */
export function connectionError(url: URL, cause: unknown): SluiceError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new SluiceError("DISK_FULL", `no space is left to fetch ${shownUrl(url)}`, { cause });
  return transferError(url, causes[code] ?? message, { retryable: passing.has(code), cause });
}

function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  return shown.href;
}
