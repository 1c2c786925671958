import type { Logger } from "./logger.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { JsonObject } from "./json.ts";

/** Places that secrets are read from; provided under the name that a configuration's `secrets:` uses. */
export const secretStorePoint: ExtensionPoint<SecretStoreFactory> = extensionPoint({
  id: "secret-store",
  apiVersion: 1,
  purpose: "Reads passwords and tokens from where they are kept.",
  stability: "stable",
  default: "env",
});

/** Makes a store for one engine. */
export interface SecretStoreFactory {
  create(input: {
    readonly options: JsonObject;
    /** Folder of the configuration file: relative paths resolve against it. Absolute. */
    readonly configDir: string;
    readonly logger: Logger;
  }): SecretStore | Promise<SecretStore>;
}

/** Reads secrets. What it answers is held in memory only and never reaches a log, the journal or a command line. */
export interface SecretStore extends Partial<AsyncDisposable> {
  /** @throws `SECRET_MISSING` that names the key, never the value */
  read(input: { readonly key: string; readonly signal: AbortSignal }): Promise<string>;
}
