/** A piece of JavaScript that means something. */
export interface ScriptToken {
  /** `text`: a string without escapes; `other`: a number, a regular expression, a string with escapes. */
  readonly kind: "word" | "text" | "sign" | "other";
  /** As written; of a `text` what stands between the quotes. */
  readonly text: string;
  readonly offset: number;
}

const blank = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const word = /[A-Za-z_$][\w$]*/y;
const number = /\.?\d[\w.]*/y;
const text = /'((?:[^'\\\n]|\\[^])*)'|"((?:[^"\\\n]|\\[^])*)"/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const sign = /=>|[=!]==?|\?\.(?!\d)|\?\?=?|\|\|=?|&&=?|\+\+|--|\.\.\.|[-+*/%&|^]=|[^\w\s'"`\\]/y;
/** Words after which a regular expression may begin. */
const operators = new Set("return typeof case in of delete void instanceof new throw else do yield await".split(" "));
/** Whatever is harder to read than this is left alone. */
const longest = 100_000;

/** Takes a script apart; undefined where that cannot be done without doubt, such as beside a template literal. */
export function scriptTokens(script: string): readonly ScriptToken[] | undefined {
  if (script.length > longest) return undefined;
  const tokens: ScriptToken[] = [];
  const match = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(script);
  };
  for (let at = 0; at < script.length;) {
    const skipped = match(blank, at);
    if (skipped) {
      at += skipped[0].length;
      continue;
    }
    const found = readToken(script, at, tokens.at(-1), match);
    if (!found) return undefined;
    tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}

function readToken(
  script: string,
  at: number,
  last: ScriptToken | undefined,
  match: (pattern: RegExp, at: number) => RegExpExecArray | null,
): { readonly token: ScriptToken; readonly length: number } | undefined {
  const made = (kind: ScriptToken["kind"], written: string, value = written) => ({
    token: { kind, text: value, offset: at },
    length: written.length,
  });
  const found = match(word, at);
  if (found) return made("word", found[0]);
  const digits = match(number, at);
  if (digits) return made("other", digits[0]);
  const quoted = match(text, at);
  if (quoted) {
    const inside = quoted[1] ?? quoted[2] ?? "";
    return inside.includes("\\") ? made("other", quoted[0]) : made("text", quoted[0], inside);
  }
  if (script[at] === "/") {
    // Behind a closing bracket either may come.
    if (last?.kind === "sign" && (last.text === ")" || last.text === "}")) return undefined;
    const divides =
      last !== undefined &&
      (last.kind === "word" ? !operators.has(last.text) : last.kind !== "sign" || last.text === "]");
    const expression = divides ? null : match(regularExpression, at);
    if (expression) return made("other", expression[0]);
    if (!divides) return undefined;
  }
  const mark = match(sign, at);
  return mark ? made("sign", mark[0]) : undefined;
}
