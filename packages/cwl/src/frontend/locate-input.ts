import { isSluiceError, SluiceError, type JsonObject } from "@sluice/contracts";
import { placeOfValue, positionOf, positionOfPlace } from "../load/document/place.ts";
import type { Process } from "../model/index.ts";
import { ParameterError } from "../value/parameter-error.ts";

/** Gives an error about an input the place of its value, else of its declaration, else that of the process. */
export function locateInput(thrown: unknown, process: Process, values: JsonObject): unknown {
  if (!isSluiceError(thrown) || thrown.position !== undefined) return thrown;
  const name = thrown instanceof ParameterError ? thrown.parameter : undefined;
  const given = name !== undefined && Object.hasOwn(values, name) ? placeOfValue(values, name) : undefined;
  const declared = process.inputs.find(({ id }) => id === name);
  const position = given ? positionOfPlace(given) : positionOf(declared ?? process);
  const { code, message, hint, actor, retryable, cause } = thrown;
  return new SluiceError(code, message, { position, hint, actor, retryable, cause: cause ?? thrown });
}
