/** A word after which `/` begins a regular expression instead of dividing. */
const operatorWords = new Set(
  "return typeof case in of delete void instanceof new throw else do yield await".split(" "),
);
const plainWord = /[\w$]*/y;
/** Made when a text needs it: to make one of all letters there are takes a millisecond. */
let fullWord: RegExp | undefined;
const maxRegularExpression = 4096;
const closerOf: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Finds where an expression ends. `open` is the index of the `(` or `{` after the `$`; the answer is the index behind the
 * bracket that closes it, or -1 when there is none.
 *
 * CWL asks that any valid JavaScript be permitted, so strings, template literals, comments and regular expressions are skipped.
 * Whether a `/` divides cannot be told without a parser; where the guess leads nowhere, counting brackets and quotes alone, as
 * the reference implementation does, decides.
 */
export function expressionEnd(text: string, open: number, budget: ScanBudget): number {
  const end = budget.left > 0 ? javascriptEnd(text, open, budget) : -1;
  if (end === -1) budget.left -= text.length - open;
  return end === -1 ? countedEnd(text, open) : end;
}

/** Characters that may be looked at for nothing, so that guesses that lead nowhere do not take quadratic time. */
export interface ScanBudget {
  left: number;
}

/** What all expressions of a text may use together. */
export function scanBudget(text: string): ScanBudget {
  return { left: 20 * text.length + 1_000_000 };
}

function javascriptEnd(text: string, open: number, budget: ScanBudget): number {
  // The brackets that are still to be closed; "`" stands for the text of a template literal.
  const stack: string[] = [];
  let divides = false;
  for (let at = open; at < text.length;) {
    const character = text.charAt(at);
    if (stack.at(-1) === "`") {
      if (character === "\\") at += 2;
      else if (character === "$" && text[at + 1] === "{") {
        stack.push("}");
        divides = false;
        at += 2;
      } else {
        at += 1;
        if (character === "`") {
          stack.pop();
          divides = true;
        }
      }
      continue;
    }
    const closer = closerOf[character];
    if (closer !== undefined) {
      stack.push(closer);
      divides = false;
      at += 1;
    } else if (character === ")" || character === "]" || character === "}") {
      if (stack.pop() !== character) return -1;
      at += 1;
      if (stack.length === 0) return at;
      divides = true;
    } else if (character === "'" || character === '"') {
      at = quotedEnd(text, at);
      divides = true;
    } else if (character === "`") {
      stack.push("`");
      at += 1;
    } else if (character === "/") {
      const next = text[at + 1];
      if (next === "/") at = endOf(text, "\n", at);
      else if (next === "*") at = endOf(text, "*/", at + 2);
      else {
        const end: number = divides ? -1 : regularExpressionEnd(text, at, budget);
        divides = end !== -1;
        at = end === -1 ? at + 1 : end;
      }
    } else {
      const found = wordAt(text, at);
      if (found === "") {
        // `i++ / 2` divides; after every other operator a regular expression may begin.
        const doubled = (character === "+" || character === "-") && text[at + 1] === character;
        if (doubled) at += 1;
        else if (!/\s/.test(character)) divides = false;
        at += 1;
      } else {
        divides = !operatorWords.has(found);
        at += found.length;
      }
    }
  }
  return -1;
}

/** The word that begins at `at`; empty when there is none. */
function wordAt(text: string, at: number): string {
  plainWord.lastIndex = at;
  const found = plainWord.exec(text)?.[0] ?? "";
  if (!(text.charCodeAt(at + found.length) > 0x7f)) return found;
  fullWord ??= /[\p{ID_Continue}$]*/uy;
  fullWord.lastIndex = at;
  return fullWord.exec(text)?.[0] ?? "";
}

function countedEnd(text: string, open: number): number {
  const opener = text.charAt(open);
  const closer = closerOf[opener];
  let depth = 0;
  for (let at = open; at < text.length;) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') {
      at = quotedEnd(text, at);
      continue;
    }
    at += 1;
    if (character === opener) depth += 1;
    else if (character === closer && --depth === 0) return at;
  }
  return -1;
}

/** Index behind the string that begins at `at`; the end of the text when it is not closed. */
function quotedEnd(text: string, at: number): number {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return text.length;
}

function regularExpressionEnd(text: string, at: number, budget: ScanBudget): number {
  let inClass = false;
  const limit = Math.min(text.length, at + Math.min(maxRegularExpression, budget.left));
  for (let index = at + 1; index < limit; index += 1) {
    const character = text[index];
    if (character === "\n") {
      budget.left -= index - at;
      return -1;
    }
    if (character === "\\") index += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) return index + 1;
  }
  budget.left -= limit - at;
  return -1;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}
