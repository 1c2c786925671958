import {
  secretStorePoint,
  SluiceError,
  type Json,
  type JsonObject,
  type Logger,
  type SecretStore,
} from "@sluice/contracts";
import type { Registry } from "../plugins/index.ts";

/** A secret by its name in a configuration: where it is kept, and as what. */
export interface SecretReference {
  /** Name of a secret store. Default: the default of the extension point. */
  readonly store?: string;
  readonly key: string;
  readonly options?: JsonObject;
}

/** Puts secrets in the place of their references, at the last moment before they are used. */
export interface SecretReader extends AsyncDisposable {
  /** Replaces each text `${secret:name}` in a value. @throws `SECRET_MISSING` */
  resolve(value: JsonObject): Promise<JsonObject>;
}

/** The form of a reference, alone or inside a longer text. */
const reference = /\$\{secret:([^}]*)\}/g;

/** Makes a reader. Stores are opened when the first secret of theirs is wanted; secrets are read once. */
export function createSecretReader(input: {
  readonly secrets: Readonly<Record<string, SecretReference>>;
  readonly registry: Registry;
  readonly configDir: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): SecretReader {
  const { secrets, registry, configDir, logger, signal } = input;
  const stores = new Map<string, Promise<SecretStore>>();
  const known = new Map<string, Promise<string>>();

  const openStore = async (name: string, options: JsonObject): Promise<SecretStore> =>
    registry.get(secretStorePoint, name).create({ options, configDir, logger });

  const read = async (name: string): Promise<string> => {
    const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (!secret) {
      const names = Object.keys(secrets);
      throw new SluiceError("SECRET_MISSING", `there is no secret '${name}' under secrets:`, {
        hint:
          names.length > 0
            ? `There is: ${names.join(", ")}.`
            : "Declare it: secrets: { NAME: { store: env, key: VARIABLE } }.",
      });
    }
    const store = secret.store ?? secretStorePoint.default ?? "env";
    const key = `${store}\0${JSON.stringify(secret.options ?? {})}`;
    const opened = stores.get(key) ?? openStore(store, secret.options ?? {});
    stores.set(key, opened);
    return (await opened).read({ key: secret.key, signal });
  };

  const secretOf = (name: string): Promise<string> => {
    const value = known.get(name) ?? read(name);
    known.set(name, value);
    return value;
  };

  const resolveText = async (text: string): Promise<string> => {
    const values = new Map<string, string>();
    for (const [, name = ""] of text.matchAll(reference)) values.set(name, await secretOf(name));
    return text.replace(reference, (_all, name: string) => values.get(name) ?? "");
  };

  const resolve = async (value: Json): Promise<Json> => {
    if (typeof value === "string") return value.includes("${secret:") ? resolveText(value) : value;
    if (Array.isArray(value)) return Promise.all((value as readonly Json[]).map(resolve));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(async ([key, each]) => [key, await resolve(each)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };

  return {
    resolve: async (value) => (await resolve(value)) as JsonObject,
    async [Symbol.asyncDispose]() {
      const opened = await Promise.allSettled(stores.values());
      for (const each of opened) if (each.status === "fulfilled") await each.value[Symbol.asyncDispose]?.();
    },
  };
}
