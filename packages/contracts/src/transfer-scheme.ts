import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";

/** Schemes of URIs that data can be fetched from; provided under the scheme's name, such as `https`. */
export const transferSchemePoint: ExtensionPoint<TransferScheme> = extensionPoint({
  id: "transfer-scheme",
  apiVersion: 1,
  purpose: "Fetches what a URI names to this machine.",
  stability: "stable",
});

/** Fetches data over one protocol. */
export interface TransferScheme {
  /**
   * Writes what a URI names into a new file. The file appears whole or not at all.
   * @throws `TRANSFER_FAILED` that names the URI, not `retryable` when trying again cannot help; `DISK_FULL`
   */
  fetch(input: {
    readonly uri: string;
    /** Absolute path; its folder exists. Names that begin with it and a dot may be used meanwhile. */
    readonly target: string;
    /** Most bytes that are taken. Default: the scheme's own limit. */
    readonly limit?: number;
    readonly signal: AbortSignal;
    /** Says that data move; the time limit counts from the last call. The engine always gives it. */
    readonly progress?: () => void;
  }): Promise<void>;
}
