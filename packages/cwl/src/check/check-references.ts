import { didYouMean, nearestName } from "@sluice/contracts";
import { unknownInputs, type ExpressionPart, type ParameterReference } from "../expression/index.ts";
import type { CwlType } from "../model/index.ts";
import { reach, type Reached } from "./reference-type.ts";

/** What the expressions of a place can name. */
export interface ReferenceScope {
  /** By name; undefined: the type is not known. */
  readonly inputs: ReadonlyMap<string, CwlType | undefined>;
  readonly javascript: boolean;
  /** Code of the libraries in force: it may make names of its own. */
  readonly library: string;
  /** Whether `runtime` is that of a job. */
  readonly hasJob: boolean;
}

/** A reference that leads nowhere. */
export interface ReferenceFault {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Index in the text. */
  readonly offset: number;
  /** It fails whenever it is evaluated; else it may be null that is meant. */
  readonly certain: boolean;
}

const runtimeNames = ["outdir", "tmpdir", "cores", "ram", "outdirSize", "tmpdirSize", "exitCode"];
const roots = ["inputs", "self", "runtime"];

/** What an expression names and is not there, as far as can be told without a run. `self`: the type of `self`, where it is known. */
export function referenceFaults(
  part: ExpressionPart,
  self: CwlType | undefined,
  scope: ReferenceScope,
): readonly ReferenceFault[] {
  if (part.reference) {
    const fault = faultOfReference(part.reference, self, scope);
    return fault ? [{ ...fault, offset: part.offset }] : [];
  }
  if (!scope.javascript) return [];
  return unknownInputs(part.body, scope.inputs).map(({ name, offset }) => ({
    ...noInput(name, scope),
    offset: part.offset + "$(".length + offset,
    certain: false,
  }));
}

type Fault = Omit<ReferenceFault, "offset">;

function faultOfReference(
  { root, segments }: ParameterReference,
  self: CwlType | undefined,
  scope: ReferenceScope,
): Fault | undefined {
  const [first, ...rest] = segments;
  switch (root) {
    case "null":
      return undefined;
    case "inputs": {
      if (typeof first !== "string" || (scope.javascript && first in Object.prototype)) return undefined;
      if (!scope.inputs.has(first)) return { ...noInput(first, scope), certain: !scope.javascript || rest.length > 0 };
      return follow(scope.inputs.get(first), `inputs.${first}`, rest, scope.javascript);
    }
    case "self":
      return follow(self, "self", segments, scope.javascript);
    case "runtime": {
      if (!scope.hasJob || typeof first !== "string" || runtimeNames.includes(first)) return undefined;
      if (scope.javascript && first in Object.prototype) return undefined;
      const hint = didYouMean(first, runtimeNames) ?? `It has ${runtimeNames.join(", ")}.`;
      return { message: `runtime has no '${first}'`, hint, certain: !scope.javascript || rest.length > 0 };
    }
    default:
      return unknownRoot(root, scope);
  }
}

/** A name that is neither of ours nor, as far as can be told, one of JavaScript's. */
function unknownRoot(root: string, { javascript, library }: ReferenceScope): Fault | undefined {
  const message = `'${root}' is not defined: an expression can name inputs, self and runtime`;
  const hint = didYouMean(root, roots);
  if (!javascript) {
    // The requirement may still come with the job.
    if (isScriptName(root))
      return { message: "this is JavaScript, which needs InlineJavascriptRequirement", certain: false };
    return { message, hint: hint ?? "Write \\$ where the text itself is meant.", certain: true };
  }
  if (nearestName(root, roots) === undefined || isScriptName(root) || library.includes(root)) return undefined;
  return { message, hint, certain: true };
}

function isScriptName(name: string): boolean {
  return /^(?:true|false|this|\d+)$/.test(name) || name in globalThis;
}

function follow(
  start: CwlType | undefined,
  from: string,
  segments: readonly (string | number)[],
  javascript: boolean,
): Fault | undefined {
  let [type, path] = [start, from];
  for (const [index, key] of segments.entries()) {
    if (type === undefined) return undefined;
    const reached: Reached = reach(type, key, path, javascript);
    if (reached === "unknown") return undefined;
    if ("problem" in reached) {
      const isNull = reached.problem.endsWith(" is null");
      const hint = reached.meant === undefined ? undefined : `Did you mean '${reached.meant}'?`;
      // JavaScript answers with undefined, which becomes null, unless something is wanted of that.
      return { message: reached.problem, hint, certain: !javascript || isNull || index < segments.length - 1 };
    }
    ({ type } = reached);
    path += typeof key === "number" ? `[${key}]` : `.${key}`;
  }
  return undefined;
}

function noInput(name: string, { inputs }: ReferenceScope): Pick<Fault, "message" | "hint"> {
  const names = [...inputs.keys()];
  const all = names.length === 0 ? "There are no inputs." : `The inputs are: ${names.slice(0, 10).join(", ")}.`;
  return { message: `there is no input '${name}'`, hint: didYouMean(name, names) ?? all };
}
