import { maxValueDepth, shortageOf, SluiceError } from "@sluice/contracts";
import { ExpressionFailure } from "./expression-failure.ts";
import { columnFromBytes, indexAt, positionAt, type TextPosition } from "./expression-position.ts";
import { scriptPrefix } from "./sandbox-script.ts";
import { shorten, type ExpressionPart } from "./template.ts";
import type { SandboxFailure } from "./worker-protocol.ts";

interface Named {
  /** The whole text that holds the expression. */
  readonly expression: string;
  /** Where the string stands, such as `outputs.x.outputBinding.glob`. */
  readonly where?: string;
}

/** An expression without its closing bracket, at that index of the string. */
export function unfinished(source: string, offset: number, named: Named): SluiceError {
  const start = shorten(source.slice(offset));
  const { line, column } = positionAt(source, offset);
  return new ExpressionFailure(
    "CWL_EXPRESSION",
    { text: source, offset },
    `${prefix(named)}${start}: the bracket is not closed (at ${line}:${column} of the text)`,
    {
      hint: `Write \\${source.slice(offset, offset + 2)} where the text itself is meant.`,
    },
  );
}

/** JavaScript where only parameter references are allowed. */
export function needsJavascript(part: ExpressionPart, named: Named): SluiceError {
  return new ExpressionFailure(
    "CWL_EXPRESSION",
    failedPart(part, named),
    `${prefix(named)}${shorten(part.text)} is JavaScript, not a parameter reference`,
    {
      hint: "Add InlineJavascriptRequirement to the requirements, or write \\$ where the text itself is meant.",
    },
  );
}

export function referenceFailed(part: ExpressionPart, named: Named, problem: string): SluiceError {
  const message = `${prefix(named)}${shorten(part.text)}: ${problem}`;
  return new ExpressionFailure("CWL_EXPRESSION", failedPart(part, named), message);
}

/** A result that nests too deep to be handled. */
export function resultTooDeep(part: ExpressionPart, named: Named): SluiceError {
  return referenceFailed(part, named, `its result nests deeper than ${maxValueDepth} levels`);
}

export function sandboxError(
  failure: SandboxFailure,
  part: ExpressionPart,
  named: Named,
  limits: { readonly timeoutMs: number; readonly memoryBytes: number },
): SluiceError {
  const failed = failedPart(part, named);
  const expression = prefix(named) + shorten(part.text);
  switch (failure.kind) {
    case "timeout":
      return new ExpressionFailure(
        "EXPRESSION_TIMEOUT",
        failed,
        `${expression} ran longer than ${limits.timeoutMs / 1000} s`,
      );
    case "memory":
      return new ExpressionFailure(
        "EXPRESSION_MEMORY",
        failed,
        `${expression} needed more than ${Math.round(limits.memoryBytes / 1024 ** 2)} MiB: ${failure.message}`,
      );
    case "start":
      return new SluiceError(
        shortageOf(failure.cause) ? "SYSTEM_LIMIT" : "INTERNAL",
        `the JavaScript engine for expressions does not start: ${failure.message}`,
        { cause: failure.cause },
      );
    case "defect":
      return new ExpressionFailure(
        "CWL_EXPRESSION",
        failed,
        `${expression} made the JavaScript engine fail: ${failure.message}`,
      );
    case "result":
      return new ExpressionFailure("CWL_EXPRESSION", failed, `${expression} has no JSON result: ${failure.message}`);
    case "exception":
      return new ExpressionFailure(
        "CWL_EXPRESSION",
        { ...failed, offset: failed.offset + offsetIn(failure, part) },
        `${expression}: ${failure.message}${place(failure, part)}`,
      );
  }
}

function failedPart(part: ExpressionPart, named: Named): { readonly text: string; readonly offset: number } {
  return { text: named.expression, offset: part.offset };
}

/** Index of the fault in the expression; 0 where the sandbox does not say. */
function offsetIn({ line, byteColumn, library }: SandboxFailure, part: ExpressionPart): number {
  if (line === undefined || byteColumn === undefined || library !== undefined) return 0;
  const column = columnFromBytes(scriptLine(part, line), byteColumn);
  return indexAt(part.text, placeInExpression(part, { line, column }));
}

function place(failure: SandboxFailure, part: ExpressionPart): string {
  const { line, byteColumn, library } = failure;
  if (library !== undefined)
    return ` (in expressionLib[${library}]${line === undefined ? "" : `, ${line}:${byteColumn ?? 1}`})`;
  if (line === undefined || byteColumn === undefined) return "";
  const position = placeInExpression(part, { line, column: columnFromBytes(scriptLine(part, line), byteColumn) });
  return ` (at ${position.line}:${position.column})`;
}

function scriptLine(part: ExpressionPart, line: number): string {
  return (scriptPrefix[part.form] + part.body).split("\n")[line - 1] ?? "";
}

/** Turns a place of the script into one of the expression as written, where 1:1 is the `$`; never behind its end. */
export function placeInExpression(part: ExpressionPart, script: TextPosition): TextPosition {
  const opening = "$(".length;
  const end = positionAt(part.text, part.text.length - 1);
  const column =
    script.line === 1 ? Math.max(opening + 1, script.column + opening - scriptPrefix[part.form].length) : script.column;
  if (script.line > end.line || (script.line === end.line && column > end.column)) return end;
  return { line: script.line, column };
}

function prefix({ where }: Named): string {
  return where === undefined ? "" : `${where}: `;
}
