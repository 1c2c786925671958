import type { CwlVersion } from "../model/index.ts";
import { expressionEnd, scanBudget } from "./expression-extent.ts";
import { parseParameterReference, type ParameterReference } from "./parameter-reference.ts";

/** One `$(…)` or `${…}` of a string. */
export interface ExpressionPart {
  /** As written, with `$` and brackets. */
  readonly text: string;
  /** What stands between the brackets. */
  readonly body: string;
  /** `$(…)` holds a JavaScript expression, `${…}` a function body. */
  readonly form: "expression" | "body";
  /** Index of the `$` in the string, in UTF-16 code units. */
  readonly offset: number;
  /** Present when the expression can be answered without JavaScript. */
  readonly reference?: ParameterReference;
}

/** A string taken apart: literal text (escapes resolved) and expressions, in order. */
export interface Template {
  readonly parts: readonly (string | ExpressionPart)[];
  /** The expression that is the whole string, so that its value keeps its type. */
  readonly whole?: ExpressionPart;
  /** Index of the `$` of an expression that is not closed; the parts end there. */
  readonly unfinished?: number;
}

export interface TemplateRules {
  readonly cwlVersion: CwlVersion;
  /** Whether white space around the text counts: it does in the `entry` of a Dirent only. Default: false. */
  readonly keepWhitespace?: boolean;
}

/** Cheap test for strings that may hold an expression; all others are their own value, backslashes included. */
export function needsEvaluation(value: unknown): value is string {
  return typeof value === "string" && (value.includes("$(") || value.includes("${"));
}

/** Whether a string holds an expression that only JavaScript can answer. */
export function holdsScript(source: string, rules: TemplateRules): boolean {
  return (
    needsEvaluation(source) &&
    parseTemplate(source, rules).parts.some((part) => typeof part === "object" && part.reference === undefined)
  );
}

/**
 * Takes a string apart by the rules of its CWL version. Source: CWL v1.2, String interpolation.
 *
 * In v1.2 `\$(` and `\${` stand for themselves without the backslash, `\\` is one backslash, and any other backslash is kept.
 * Before v1.2 a backslash was dropped and the character after it kept, whatever it was.
 */
export function parseTemplate(source: string, rules: TemplateRules): Template {
  const leading = rules.keepWhitespace === true ? 0 : source.length - source.trimStart().length;
  const end = rules.keepWhitespace === true ? source.length : source.trimEnd().length;
  const dropsBackslash = rules.cwlVersion !== "v1.2";
  const parts: (string | ExpressionPart)[] = [];
  const budget = scanBudget(source);
  let literal = "";
  let at = leading;
  while (at < end) {
    const character = source.charAt(at);
    const next = at + 1 < end ? source.charAt(at + 1) : "";
    if (character === "\\" && next !== "") {
      const escapesExpression = next === "$" && at + 2 < end && "({".includes(source.charAt(at + 2));
      if (dropsBackslash || next === "\\") literal += next;
      else if (escapesExpression) literal += source.slice(at + 1, at + 3);
      else literal += source.slice(at, at + 2);
      at += escapesExpression && !dropsBackslash ? 3 : 2;
    } else if (character === "$" && (next === "(" || next === "{")) {
      const close = expressionEnd(source, at + 1, budget);
      if (close === -1) return { parts, unfinished: at };
      if (literal !== "") parts.push(literal);
      literal = "";
      parts.push(expressionPart(source.slice(at, close), at));
      at = close;
    } else {
      literal += character;
      at += 1;
    }
  }
  if (literal !== "") parts.push(literal);
  const [first] = parts;
  return parts.length === 1 && typeof first === "object" ? { parts, whole: first } : { parts };
}

function expressionPart(text: string, offset: number): ExpressionPart {
  const body = text.slice(2, -1);
  if (text[1] === "{") return { text, body, form: "body", offset };
  const reference = parseParameterReference(body);
  return { text, body, form: "expression", offset, ...(reference && { reference }) };
}

/** An expression as messages show it: one line, not too long. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}
