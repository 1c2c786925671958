import type { Answers, PointAnswers } from "./answer.ts";
import { dataAnswers } from "./data-answers.ts";
import { environmentAnswers } from "./environment-answers.ts";
import { workAnswers } from "./work-answers.ts";

/** What is known of every extension point of the engine. */
export const pointAnswers: Readonly<Record<string, PointAnswers>> = {
  ...environmentAnswers,
  ...dataAnswers,
  ...workAnswers,
};

/** What is promised at an extension point; points of others promise nothing. */
export function answersAt(point: string): PointAnswers | undefined {
  return Object.hasOwn(pointAnswers, point) ? pointAnswers[point] : undefined;
}

/** Names of methods that must be there, and of those that may. */
export interface Methods {
  readonly required: readonly PropertyKey[];
  readonly optional: readonly PropertyKey[];
}

const known = new WeakMap<Answers, Methods>();

/** The methods of something, by whether they must be there. */
export function methodsOf(answers: Answers): Methods {
  const found = known.get(answers);
  if (found) return found;
  const isOptional = (name: PropertyKey): boolean => answers[name]?.optional === true;
  const names = Reflect.ownKeys(answers);
  const methods = { required: names.filter((name) => !isOptional(name)), optional: names.filter(isOptional) };
  known.set(answers, methods);
  return methods;
}
