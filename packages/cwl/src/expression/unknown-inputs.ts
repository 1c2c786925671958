import { scriptTokens, type ScriptToken } from "./script-tokens.ts";

/** An input that a script reads. */
export interface ReadInput {
  readonly name: string;
  /** Index in the script. */
  readonly offset: number;
}

/** With these a script can reach, or change, more than it names, or is ready for what is not there. */
const elusive = new Set("eval Function constructor globalThis this with try arguments".split(" "));
/** Behind or before these an input may as well be missing: the script asks whether it is there, or sets it. */
const askingBehind = new Set("= === !== == != || && ?? ? ?. ||= &&= ??= in instanceof".split(" "));
const askingBefore = new Set("! || && ?? === !== == != typeof delete void".split(" "));

/**
 * Inputs that a script reads as if they were there, and that are not. Where the script leaves any doubt, because it takes `inputs` as a whole,
 * or asks for the input first, there are none.
 */
export function unknownInputs(script: string, known: ReadonlyMap<string, unknown>): readonly ReadInput[] {
  if (!script.includes("inputs")) return [];
  const tokens = scriptTokens(script);
  if (!tokens || tokens.some(({ kind, text }) => kind === "word" && elusive.has(text))) return [];
  const found: ReadInput[] = [];
  const asked = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "word" || token.text !== "inputs" || isField(tokens, index)) continue;
    const read = fieldAfter(tokens, index);
    // The whole object is handed on, looked through, or is another one of that name.
    if (!read || read.name in Object.prototype) return [];
    if (known.has(read.name)) continue;
    if (isAsked(tokens, index, read.end)) asked.add(read.name);
    else found.push({ name: read.name, offset: token.offset });
  }
  return found.filter(({ name }) => !asked.has(name));
}

/** Whether a name belongs to another object: `x.inputs`, `{ inputs: … }`. */
function isField(tokens: readonly ScriptToken[], index: number): boolean {
  const before = signAt(tokens, index - 1);
  return before === "." || before === "?." || ((before === "{" || before === ",") && signAt(tokens, index + 1) === ":");
}

/** `.name` or `["name"]`, and the index of the token behind it. */
function fieldAfter(tokens: readonly ScriptToken[], index: number): { name: string; end: number } | undefined {
  const [opener, name] = [signAt(tokens, index + 1), tokens[index + 2]];
  if (opener === "." && name?.kind === "word") return { name: name.text, end: index + 3 };
  if (opener === "[" && name?.kind === "text" && signAt(tokens, index + 3) === "]")
    return { name: name.text, end: index + 4 };
  return undefined;
}

function isAsked(tokens: readonly ScriptToken[], start: number, end: number): boolean {
  const [before, behind] = [tokens[start - 1], tokens[end]];
  if (behind?.kind !== "text" && behind && askingBehind.has(behind.text)) return true;
  if (before?.kind !== "text" && before && askingBefore.has(before.text)) return true;
  const keyword = tokens[start - 2];
  return (
    before?.text === "(" &&
    behind?.text === ")" &&
    keyword?.kind === "word" &&
    /^(?:if|while|Boolean)$/.test(keyword.text)
  );
}

function signAt(tokens: readonly ScriptToken[], index: number): string | undefined {
  const token = tokens[index];
  return token?.kind === "sign" ? token.text : undefined;
}
