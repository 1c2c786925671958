import {
  bindingFilterPoint,
  SluiceError,
  type BindingFilter,
  type JsonObject,
  type SluiceContext,
} from "@sluice/contracts";
import { checkOptions, type Locate, type Registry, type TellDeprecated } from "../plugins/index.ts";

/** A filter of a configuration. */
export interface FilterChoice {
  readonly type?: string;
  readonly options?: JsonObject;
  /** Where a part of its options stands. */
  readonly locate?: Locate | undefined;
}

/** Puts secrets in the place of their references. */
export type ReadSecrets = (options: JsonObject, registry: Registry) => Promise<JsonObject>;

/** Makes the binding filters of a configuration, each when the first job asks for it. */
export function createBindingFilters(input: {
  readonly filters: Readonly<Record<string, FilterChoice>>;
  readonly registry: Registry;
  readonly context: SluiceContext;
  readonly tellDeprecated: TellDeprecated;
  readonly readSecrets: ReadSecrets;
}): (name: string) => Promise<BindingFilter> {
  const { filters, registry, context, tellDeprecated, readSecrets } = input;
  const made = new Map<string, Promise<BindingFilter>>();
  const make = async (name: string): Promise<BindingFilter> => {
    // A filter without options needs no entry of its own.
    const choice = Object.hasOwn(filters, name) ? filters[name] : undefined;
    const type = choice?.type ?? name;
    if (!choice && !registry.all(bindingFilterPoint).has(type)) {
      throw new SluiceError("CONFIG_INVALID", `there is no binding filter '${name}'`, {
        hint: `There is: ${[...Object.keys(filters), ...registry.all(bindingFilterPoint).keys()].join(", ")}.`,
      });
    }
    const entry = registry.entry(bindingFilterPoint, type);
    const { schema, deprecated } = entry.details;
    const { options: given = {}, locate } = choice ?? {};
    tellDeprecated({ actor: `binding-filter ${type}`, deprecated, schema, options: given, locate });
    const options = await checkOptions({
      schema,
      options: await readSecrets(given, registry),
      actor: `binding-filter ${name}`,
      locate,
    });
    return registry.get(bindingFilterPoint, type).create({ name, options, context });
  };
  return (name) => {
    const filter = made.get(name) ?? make(name);
    made.set(name, filter);
    return filter;
  };
}
