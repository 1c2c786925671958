import { placeInExpression } from "./expression-error.ts";
import type { ExpressionScope } from "./expression-evaluator.ts";
import { indexAt, type TextPosition } from "./expression-position.ts";
import { entryAtLine, libraryScript } from "./library-script.ts";
import { expressionScript } from "./sandbox-script.ts";
import { shorten, type ExpressionPart, type Template } from "./template.ts";

/** A fault of a string that holds expressions, found without evaluating it. */
export interface ExpressionFault extends TextPosition {
  /** The expression, shortened for messages. */
  readonly expression: string;
  readonly message: string;
  /** Index of the fault in the whole string, in UTF-16 code units; `line` and `column` are inside the expression. */
  readonly offset: number;
  /** The expression is JavaScript where none is allowed. */
  readonly needs?: "InlineJavascriptRequirement";
  /** The bracket that would end it is missing. */
  readonly unfinished?: true;
}

/**
 * Finds expressions that are not closed, JavaScript that is not allowed, and JavaScript syntax errors, in a string that was taken apart with
 * its white space.
 *
 * The scripts are compiled and never run: that is safe in this process and needs no sandbox.
 */
export function templateFaults(
  source: string,
  { parts, unfinished }: Template,
  scope: Pick<ExpressionScope, "javascript">,
): readonly ExpressionFault[] {
  const faults = parts.flatMap((part) => {
    if (typeof part === "string" || part.reference !== undefined) return [];
    const fault = scope.javascript ? scriptFault(part) : needsRequirement(part);
    return fault === undefined ? [] : [fault];
  });
  if (unfinished === undefined) return faults;
  const expression = shorten(source.slice(unfinished));
  return [
    ...faults,
    { expression, message: "the bracket is not closed", offset: unfinished, line: 1, column: 1, unfinished: true },
  ];
}

/** A fault of an `expressionLib`; its place is one in the entry. */
export interface LibraryFault extends ExpressionFault {
  readonly entry: number;
}

/** Syntax errors of an `expressionLib`: of its entries where one of them alone has any, else of all of them together. */
export function checkLibrarySyntax(expressionLib: readonly string[]): readonly LibraryFault[] {
  const together = compile(libraryScript(expressionLib));
  if (together === undefined) return [];
  const alone = expressionLib.flatMap((code, entry) => {
    const error = compile(code);
    return error === undefined ? [] : [libraryFault(code, entry, error)];
  });
  if (alone.length > 0) return alone;
  const { entry, line } = entryAtLine(expressionLib, together.line);
  return [libraryFault(expressionLib[entry] ?? "", entry, { ...together, line })];
}

function libraryFault(code: string, entry: number, error: SyntaxFault): LibraryFault {
  const { message, line, column } = error;
  return { entry, expression: shorten(code), message, offset: indexAt(code, error), line, column };
}

function needsRequirement(part: ExpressionPart): ExpressionFault {
  const needs = "InlineJavascriptRequirement";
  const message = `this is JavaScript, which needs ${needs}`;
  return { expression: shorten(part.text), message, offset: part.offset, line: 1, column: 1, needs };
}

function scriptFault(part: ExpressionPart): ExpressionFault | undefined {
  const error = compile(expressionScript(part.form, part.body));
  if (error === undefined) return undefined;
  const position = placeInExpression(part, error);
  const offset = part.offset + indexAt(part.text, position);
  return { ...position, expression: shorten(part.text), message: error.message, offset };
}

interface SyntaxFault extends TextPosition {
  readonly message: string;
}

const strict = '"use strict";';

/** V8 names the line in the first line of the stack and marks the column with a caret in the third. */
function compile(code: string): SyntaxFault | undefined {
  try {
    const { Script } = process.getBuiltinModule("node:vm");
    new Script(strict + code, { filename: "expression" });
    return undefined;
  } catch (thrown) {
    const { message, stack = "" } = thrown as Error;
    const [heading = "", , caret = ""] = stack.split("\n");
    const line = Number(/^expression:(\d+)/.exec(heading)?.[1] ?? 1);
    const column = caret.indexOf("^") + 1;
    return { message, line, column: Math.max(1, line === 1 ? column - strict.length : column) };
  }
}
