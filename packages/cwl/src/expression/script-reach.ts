import { byAlphabet } from "./by-alphabet.ts";

/** The inputs that JavaScript may read: their names, or "all" when that cannot be told from the text. */
export type MentionedInputs = ReadonlySet<string> | "all";

const mentionIn = byAlphabet(
  /(?<![\w$])inputs(?![\w$])/g,
  () => /(?<![\p{ID_Continue}$])inputs(?![\p{ID_Continue}$])/gu,
);
const accessIn = byAlphabet(
  /\s*(?:\?\.|\.)\s*([A-Za-z_$][\w$]*)|\s*(?:\?\.\s*)?\[\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")\s*\]/y,
  () =>
    /\s*(?:\?\.|\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)|\s*(?:\?\.\s*)?\[\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")\s*\]/uy,
);
/** Words with which a script can reach a global without writing its name. */
const indirect = /\b(?:eval|Function|constructor|globalThis|with)\b|\bthis\b|\\[ux]/;

/**
 * Which fields of `inputs` a script reads, judged by its text (strings and comments count too, so that the answer errs towards more).
 * It exists because a megabyte of inputs costs about 60 ms to bring into the sandbox.
 */
function mentionedInputs(script: string): MentionedInputs {
  if (indirect.test(script)) return "all";
  const names = new Set<string>();
  const access = accessIn(script);
  for (const found of script.matchAll(mentionIn(script))) {
    access.lastIndex = found.index + "inputs".length;
    const field = access.exec(script);
    const name = field?.[1] ?? field?.[2] ?? field?.[3];
    // `inputs.hasOwnProperty(…)` looks at the whole object.
    if (name === undefined || name in Object.prototype) return "all";
    names.add(name);
  }
  return names;
}

/** What a script may read of its context. */
export interface ScriptReach {
  readonly inputs: MentionedInputs;
  readonly self: boolean;
  readonly runtime: boolean;
}

export function reachOf(script: string): ScriptReach {
  const anything = indirect.test(script);
  return {
    inputs: mentionedInputs(script),
    self: anything || script.includes("self"),
    runtime: anything || script.includes("runtime"),
  };
}

export function unionOfReach(left: ScriptReach, right: ScriptReach): ScriptReach {
  const inputs = left.inputs === "all" || right.inputs === "all" ? "all" : left.inputs.union(right.inputs);
  return { inputs, self: left.self || right.self, runtime: left.runtime || right.runtime };
}
