import type { Json, PortId } from "@sluice/contracts";
import { expressionScope } from "./expression-scope.ts";
import type { Scope, Translation, Values } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

/** The inside of a condition. */
export interface Gated {
  readonly scope: Scope;
  /** The inputs of the process: ports that get a token only where the condition holds, and constants. */
  readonly values: Values;
}

/** A condition to add. */
export interface Condition {
  readonly path: string;
  /** The expression. */
  readonly when: string;
  /** All inputs of the step: the expression sees them. */
  readonly values: Values;
  /** Those that the process gets. */
  readonly passed: Values;
  /** Ports that get null where the condition does not hold. */
  readonly otherwise: readonly PortId[];
  /** Where the expression stands in its document. */
  readonly places?: object | undefined;
}

/** Adds the condition of a step: a gate that the inputs of its process must pass. */
export function gateInputs(translation: Translation, scope: Scope, condition: Condition): Gated {
  const { builder } = translation;
  const { when, otherwise } = condition;
  const path = builder.freePath(`${condition.path}:when`);
  const { inputs, names } = whatPasses(condition);
  const outputs = Object.fromEntries(
    names.map((name) => [name, builder.addPort(`${path}/${gateName(name)}`, scope.depth)]),
  );
  builder.addStep(path, {
    kind: "conditional",
    depth: scope.depth,
    inputs,
    ...waitFor(translation, scope, inputs),
    operation: {
      name: "cwl.when",
      version: 1,
      params: {
        when,
        scope: expressionScope(translation, scope.requirements, scope.cwlVersion),
        ...(condition.places && { places: condition.places as Json & object }),
      },
    },
    outputs,
    otherwise,
  });
  const gated = Object.entries(outputs).map(([name, port]) => [name, { port }] as const);
  const trigger = outputs[names[0] as string] as PortId;
  const kept = Object.entries(condition.passed);
  return {
    // Whatever the scope waited for, the condition has waited for.
    scope: { ...scope, trigger, waits: [] },
    values: { ...condition.passed, ...Object.fromEntries(gated.filter(([name]) => kept.some(([id]) => id === name))) },
  };
}

/** No input of CWL has this name. Expressions see it as a further input that is null. */
const gateInput = "/";

/**
 * The ports that the process reads pass the gate; its constants need not. But something must, or nothing would say
 * when the process starts: any other input, or, where a step has none at all, a null.
 */
function whatPasses({ values, passed }: Condition): { inputs: Values; names: readonly string[] } {
  const names = Object.entries(passed).flatMap(([name, from]) => ("port" in from ? [name] : []));
  const [spare] = Object.keys(values);
  if (names.length > 0) return { inputs: values, names };
  if (spare !== undefined) return { inputs: values, names: [spare] };
  return { inputs: { [gateInput]: { value: null } }, names: [gateInput] };
}

function gateName(name: string): string {
  return name === gateInput ? "gate" : name;
}
