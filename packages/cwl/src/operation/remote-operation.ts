import {
  isSluiceError,
  SluiceError,
  type Json,
  type JsonObject,
  type Operation,
  type OperationInput,
} from "@sluice/contracts";
import {
  fetchCopies,
  remoteLocations,
  withLocations,
  withoutCopies,
  type FetchFile,
  type LocalCopies,
} from "../value/local-copies.ts";
import { positionOfSpot, type SourcePlaces } from "../value/source-places.ts";

const none: LocalCopies = new Map();

/**
 * An operation for which Files of other machines are fetched before it sees them, in its inputs and in its parameters.
 * Its results name the originals, so that nothing in a journal depends on copies that go with the engine.
 */
export function remoteOperation(operation: Operation): Operation {
  const inParams = new WeakMap<object, ReadonlySet<string>>();

  const localised = async <Input extends OperationInput>(
    input: Input,
  ): Promise<{ readonly local: Input; readonly copies: LocalCopies }> => {
    const { params, inputs, context, signal } = input;
    const locations = remoteLocations(inputs, new Set(paramLocations(params, inParams)));
    if (locations.size === 0) return { local: input, copies: none };
    const fetch: FetchFile = (wanted) =>
      context.dataManager.fetch(wanted).catch((thrown: unknown) => {
        throw whereDeclared(thrown, wanted.uri, input);
      });
    const copies = await fetchCopies(locations, fetch, signal);
    const local = { ...input, params: withLocations(params, copies), inputs: withLocations(inputs, copies) };
    return { local, copies };
  };
  const named = (outputs: JsonObject, copies: LocalCopies): JsonObject =>
    copies.size === 0 ? outputs : withoutCopies(outputs, copies);

  if (operation.kind === "value") {
    return {
      ...operation,
      async evaluate(input) {
        const { local, copies } = await localised(input);
        return named(await operation.evaluate(local), copies);
      },
    };
  }
  const { kind, version } = operation;
  // What an operation does not offer is asked of it in vain, which costs nothing.
  return {
    kind,
    version,
    requirements: async (input) => (await operation.requirements?.((await localised(input)).local)) ?? {},
    // What a URL names may change without notice, so results that depend on it are not kept.
    async cacheKey(input) {
      const { local, copies } = await localised(input);
      return copies.size === 0 ? operation.cacheKey?.(local) : undefined;
    },
    moveTo: async (input) => (await operation.moveTo?.(input)) ?? { target: input.target },
    prepare: async (input) => operation.prepare((await localised(input)).local),
    async collect(input) {
      const { local, copies } = await localised(input);
      return named(await operation.collect(local), copies);
    },
  };
}

/** A fetch that failed is shown at the input that the File is for. */
function whereDeclared(thrown: unknown, uri: string, { params, inputs }: OperationInput): unknown {
  const { places } = params as { readonly places?: SourcePlaces };
  if (!isSluiceError(thrown) || thrown.position !== undefined || places === undefined) return thrown;
  const name = Object.keys(inputs).find((each) => remoteLocations(inputs[each]).has(uri));
  const { code, message, hint, actor, retryable, cause = thrown } = thrown;
  const position = positionOfSpot(places, (name === undefined ? undefined : places.inputs[name]) ?? places.process);
  const text = name === undefined ? message : `the input ${JSON.stringify(name)}: ${message}`;
  return new SluiceError(code, text, { position, hint, actor, retryable, cause });
}

/** Parameters are the same object for all firings of a step, and looked through once. */
function paramLocations(params: Json, known: WeakMap<object, ReadonlySet<string>>): ReadonlySet<string> {
  if (typeof params !== "object" || params === null) return new Set();
  const found = known.get(params) ?? remoteLocations(params);
  known.set(params, found);
  return found;
}
