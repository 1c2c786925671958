import { SluiceError } from "@sluice/contracts";
import { answersAt, describe, nameOfMethod, methodsOf, type Answers, type Caller } from "../answers/index.ts";

/** Checks that an implementation has the methods of its point; points of others are theirs to check. @throws `PLUGIN_INVALID` */
export function checkImplementation(implementation: unknown, caller: Caller): void {
  const known = answersAt(caller.point);
  if (!known) return;
  const what = `what it provides as ${caller.point} '${caller.name}'`;
  demandMethods(implementation, known.own, what, caller.plugin);
  const fault = known.check?.(implementation, "");
  if (fault !== undefined) throw invalid(`${what} is not right: ${fault}`, caller.plugin);
}

/** Checks the methods of what a method of an implementation made. @throws `PLUGIN_INVALID` */
export function checkProduct(product: unknown, method: PropertyKey, answers: Answers, caller: Caller): void {
  const { point, name, plugin } = caller;
  demandMethods(product, answers, `what '${nameOfMethod(method)}' of its ${point} '${name}' gave`, plugin);
}

function demandMethods(value: unknown, answers: Answers, what: string, plugin: string): void {
  const { required: methods, optional } = methodsOf(answers);
  if (!isObject(value)) throw invalid(`${what} is ${describe(value)}`, plugin, needs(methods));
  const missing = methods.filter((each) => typeof value[each] !== "function");
  if (missing.length > 0) {
    throw invalid(`${what} has no method ${missing.map(nameOfMethod).join(", ")}`, plugin, needs(methods));
  }
  const other = optional.find((each) => value[each] !== undefined && typeof value[each] !== "function");
  if (other !== undefined) throw invalid(`${what} has '${nameOfMethod(other)}', which is no method`, plugin);
}

function needs(methods: readonly PropertyKey[]): string {
  return `It needs: ${methods.map(nameOfMethod).join(", ")}.`;
}

function invalid(message: string, plugin: string, hint?: string): SluiceError {
  return new SluiceError("PLUGIN_INVALID", message, { actor: `plugin ${plugin}`, hint });
}

function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return (typeof value === "object" && value !== null && !Array.isArray(value)) || typeof value === "function";
}
