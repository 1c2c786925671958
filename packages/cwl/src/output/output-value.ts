import type { Json, SluiceError } from "@sluice/contracts";
import { asValue, type FileDraft } from "../value/file-draft.ts";
import { isOptional, membersOf } from "../value/fits-type.ts";
import { ParameterError } from "../value/parameter-error.ts";
import { typeText } from "../value/type-text.ts";
import type { BoundOutput } from "./output-bindings.ts";

/** The value of an output without `outputEval`: one file or a list of them, as its type asks. */
export function matchedValue(output: BoundOutput, found: readonly FileDraft[], patterns: readonly string[]): Json {
  const members = membersOf(output.type);
  const takesOne = members.includes("File") || members.includes("Directory");
  const takesList =
    members.some((member) => typeof member === "object" && member.type === "array") || members.includes("Any");
  const optional = isOptional(output.type);
  const [first] = found;
  if (first === undefined) {
    if (optional) return null;
    if (!takesOne || takesList) return [];
    throw wrong(output, patterns, "nothing matches", "Write '?' behind the type if there may be none.");
  }
  if (!takesOne || (takesList && found.length > 1)) return found.map(asValue);
  if (found.length === 1) return asValue(first);
  const hint = `Declare it as a list, ${typeText(output.type)}[], to collect all.`;
  throw wrong(output, patterns, `${found.length} files match`, hint, `: ${names(found)}`);
}

function wrong(
  { name, type }: BoundOutput,
  patterns: readonly string[],
  problem: string,
  hint: string,
  more = "",
): SluiceError {
  const glob =
    patterns.length === 0
      ? "its glob, which yields no pattern"
      : `its glob ${patterns.map((pattern) => JSON.stringify(pattern)).join(", ")}`;
  return new ParameterError(
    "CWL_OUTPUT_INVALID",
    { side: "output", parameter: name.replace(/[.[].*$/s, "") },
    `output ${JSON.stringify(name)} must be ${typeText(type)}, but ${problem} ${glob}${more}`,
    { hint },
  );
}

function names(found: readonly FileDraft[]): string {
  const shown = found.slice(0, 3).map((draft) => draft.basename);
  return found.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ");
}
