/** The inputs that JavaScript may read: their names, or "all" when that cannot be told from the text. */
export type MentionedInputs = ReadonlySet<string> | "all";

const mention = /(?<![\p{ID_Continue}$])inputs(?![\p{ID_Continue}$])/gu;
const access = /\s*(?:\?\.|\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)|\s*(?:\?\.\s*)?\[\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")\s*\]/uy;
/** Words with which a script can reach a global without writing its name. */
const indirect = /\b(?:eval|Function|constructor|globalThis|with)\b|\bthis\b|\\[ux]/;

/**
 * Which fields of `inputs` a script reads, judged by its text (strings and comments count too, so that the answer errs towards more).
 * It exists because a megabyte of inputs costs about 60 ms to bring into the sandbox.
 */
export function mentionedInputs(script: string): MentionedInputs {
  if (indirect.test(script)) return "all";
  const names = new Set<string>();
  for (const found of script.matchAll(mention)) {
    access.lastIndex = found.index + "inputs".length;
    const field = access.exec(script);
    const name = field?.[1] ?? field?.[2] ?? field?.[3];
    // `inputs.hasOwnProperty(…)` looks at the whole object.
    if (name === undefined || name in Object.prototype) return "all";
    names.add(name);
  }
  return names;
}

/** Whether a script may read a global of that name. */
export function mentionsGlobal(script: string, name: "self" | "runtime"): boolean {
  return script.includes(name) || indirect.test(script);
}

export function unionOfMentions(left: MentionedInputs, right: MentionedInputs): MentionedInputs {
  return left === "all" || right === "all" ? "all" : left.union(right);
}
