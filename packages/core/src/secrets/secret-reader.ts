import {
  isExactNumber,
  secretStorePoint,
  SluiceError,
  type Json,
  type JsonObject,
  type Logger,
  type SecretStore,
} from "@sluice/contracts";
import type { HiddenTexts } from "./hidden-texts.ts";
import { checkOptions, createDeprecationTeller, type Locate, type Registry } from "../plugins/index.ts";

/** A secret by its name in a configuration: where it is kept and as what, or the secret itself where a configuration holds it. */
export type SecretReference = StoredSecret | { readonly value: string };

/** A secret that is kept somewhere. */
export interface StoredSecret {
  /** Name of a secret store. Default: the default of the extension point. */
  readonly store?: string;
  readonly key: string;
  /** Options of the store. */
  readonly options?: JsonObject;
  /** Where a part of the options stands. */
  readonly locate?: Locate | undefined;
}

/** Puts secrets in the place of their references, at the last moment before they are used. */
export interface SecretReader extends AsyncDisposable {
  /**
   * Replaces each `${secret:name}` in the texts of a value; `$${secret:name}` becomes that text.
   * @throws `SECRET_MISSING`, `PLUGIN_MISSING` for a store that nobody provides, `PLUGIN_OPTIONS`, `CONFIG_INVALID` for a reference in the
   * options of a store: it would have to open stores to open one
   */
  resolve(value: JsonObject, registry: Registry): Promise<JsonObject>;
}

/** The form of a reference, alone or inside a longer text. */
const reference = /\$?\$\{secret:([^}]*)\}/g;

/** Makes a reader. Stores are opened when the first secret of theirs is wanted; secrets are read once. */
export function createSecretReader(input: {
  readonly secrets: Readonly<Record<string, SecretReference>>;
  readonly configDir: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Is told of every secret that was read. */
  readonly hidden?: HiddenTexts;
}): SecretReader {
  const { secrets, configDir, logger, signal, hidden } = input;
  const stores = new Map<string, Promise<SecretStore>>();
  const known = new Map<string, Promise<string>>();
  const tellDeprecated = createDeprecationTeller(logger);

  const openStore = async (name: string, secret: StoredSecret, registry: Registry): Promise<SecretStore> => {
    const { schema, deprecated } = registry.entry(secretStorePoint, name).details;
    const actor = `${secretStorePoint.id} ${name}`;
    const { options: given = {}, locate } = secret;
    refuseReferences(given, actor, locate);
    tellDeprecated({ actor, deprecated, schema, options: given, locate });
    const options = await checkOptions({ schema, options: given, actor, locate });
    return registry.get(secretStorePoint, name).create({ options, configDir, logger });
  };

  const read = async (name: string, registry: Registry): Promise<string> => {
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
    if ("value" in secret) return secret.value;
    const store = secret.store ?? secretStorePoint.default ?? "env";
    const key = `${store}\0${JSON.stringify(secret.options ?? {})}`;
    const opened = stores.get(key) ?? openStore(store, secret, registry);
    stores.set(key, opened);
    opened.catch(() => stores.delete(key));
    return (await opened).read({ key: secret.key, signal });
  };

  const secretOf = (name: string, registry: Registry): Promise<string> => {
    const value = known.get(name) ?? read(name, registry);
    known.set(name, value);
    value.then(
      (text) => hidden?.add(text),
      () => undefined,
    );
    // What could not be read may be there when somebody asks again.
    value.catch(() => known.delete(name));
    return value;
  };

  const resolveText = async (text: string, registry: Registry): Promise<string> => {
    const values = new Map<string, string>();
    for (const [all, name = ""] of text.matchAll(reference)) {
      if (!all.startsWith("$$")) values.set(name, await secretOf(name, registry));
    }
    return text.replace(reference, (all, name: string) =>
      all.startsWith("$$") ? all.slice(1) : (values.get(name) ?? ""),
    );
  };

  const resolve = async (value: Json, registry: Registry): Promise<Json> => {
    if (typeof value === "string") return value.includes("${secret:") ? resolveText(value, registry) : value;
    if (Array.isArray(value)) return Promise.all((value as readonly Json[]).map((each) => resolve(each, registry)));
    if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
    const entries = Object.entries(value).map(async ([key, each]) => [key, await resolve(each, registry)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };

  return {
    resolve: async (value, registry) => (await resolve(value, registry)) as JsonObject,
    async [Symbol.asyncDispose]() {
      const all = new AsyncDisposableStack();
      for (const opened of await Promise.allSettled(stores.values()))
        if (opened.status === "fulfilled") all.defer(async () => opened.value[Symbol.asyncDispose]?.());
      await all.disposeAsync();
    },
  };
}

function refuseReferences(options: JsonObject, actor: string, locate: Locate | undefined): void {
  const find = (value: Json, path: readonly string[]): void => {
    if (typeof value === "object" && value !== null && !isExactNumber(value)) {
      for (const [key, each] of Object.entries(value)) find(each, [...path, key]);
    } else if (typeof value === "string" && [...value.matchAll(reference)].some(([all]) => !all.startsWith("$$"))) {
      throw new SluiceError("CONFIG_INVALID", `option '${path.join(".")}' refers to a secret, which a store cannot`, {
        actor,
        position: locate?.(path, "value"),
        hint: "Give the store what it needs in a file or a variable that it reads itself.",
      });
    }
  };
  find(options, []);
}
