import {
  isSluiceError,
  SluiceError,
  type JobOperation,
  type Json,
  type Operation,
  type SourcePosition,
} from "@sluice/contracts";
import { needsEvaluation } from "../expression/index.ts";
import { ExpressionFailure } from "../expression/expression-failure.ts";
import { positionAt } from "../expression/expression-position.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { positionOfSpot, type SourcePlaces } from "../value/source-places.ts";

interface Located {
  readonly places?: SourcePlaces;
  /** Where the time limit of a job is asked for. */
  readonly limitPlace?: SourcePosition;
}

/** The texts of an operation's parameters that may hold expressions, in the order of the spots of its places. */
export type TextsOf<Params> = (params: Params) => Iterable<string>;

/**
 * An operation whose errors say where in the document they come from. The places come with the parameters; the
 * operation itself does not see them, so that its results do not depend on them.
 */
export function locatedOperation<Params>(operation: Operation, textsOf: TextsOf<Params>): Operation {
  const wrap = <Input extends { readonly params: Json }, Result>(
    action: (input: Input) => Promise<Result>,
  ): ((input: Input) => Promise<Result>) => {
    return async (input) => {
      const { places, limitPlace, ...params } = input.params as unknown as Located;
      try {
        return await action({ ...input, params });
      } catch (thrown) {
        if (places === undefined || !isSluiceError(thrown) || thrown.position !== undefined) throw thrown;
        const isLimit = thrown.code === "JOB_TIMEOUT" && limitPlace !== undefined;
        throw at(thrown, isLimit ? limitPlace : positionFor(thrown, places, () => textsOf(params as Params)));
      }
    };
  };
  if (operation.kind === "value") return { ...operation, evaluate: wrap((input) => operation.evaluate(input)) };
  const job: Required<JobOperation> = {
    requirements: async () => ({}),
    cacheKey: async () => undefined,
    moveTo: async ({ target }) => ({ target }),
    ...operation,
  };
  return {
    ...operation,
    ...(operation.requirements && { requirements: wrap((input) => job.requirements(input)) }),
    ...(operation.cacheKey && { cacheKey: wrap((input) => job.cacheKey(input)) }),
    ...(operation.moveTo && { moveTo: wrap((input) => job.moveTo(input)) }),
    prepare: wrap((input) => operation.prepare(input)),
    collect: wrap((input) => operation.collect(input)),
  };
}

function at(error: SluiceError, position: SourcePosition): SluiceError {
  const { code, message, hint, actor, retryable, cause } = error;
  return new SluiceError(code, message, {
    position,
    hint,
    actor,
    retryable,
    cause: cause ?? error,
  });
}

function positionFor(error: SluiceError, places: SourcePlaces, texts: () => Iterable<string>): SourcePosition {
  if (error instanceof ExpressionFailure) {
    const found = [...texts()].filter(needsEvaluation).indexOf(error.text);
    const spot = places.expressions[found];
    if (spot) {
      if (spot.indent === undefined) return positionOfSpot(places, spot);
      const { line, column } = positionAt(error.text, error.offset);
      return positionOfSpot(places, { ...spot, line: spot.line + line - 1, column: spot.indent + column - 1 });
    }
  }
  const spot = error instanceof ParameterError ? places[`${error.side}s`][error.parameter] : undefined;
  return positionOfSpot(places, spot ?? places.process);
}
