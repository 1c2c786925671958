import { SluiceError } from "@sluice/contracts";
import { columnFromBytes, positionAt, type TextPosition } from "./expression-position.ts";
import { scriptPrefix } from "./sandbox-script.ts";
import { shorten, type ExpressionPart } from "./template.ts";
import type { SandboxFailure } from "./worker-protocol.ts";

interface Named {
  /** Where the string stands, such as `outputs.x.outputBinding.glob`. */
  readonly where?: string;
}

/** An expression without its closing bracket, at that index of the string. */
export function unfinished(source: string, offset: number, named: Named): SluiceError {
  const start = shorten(source.slice(offset));
  const { line, column } = positionAt(source, offset);
  return new SluiceError(
    "CWL_EXPRESSION",
    `${prefix(named)}${start}: the bracket is not closed (at ${line}:${column} of the text)`,
    {
      hint: `Write \\${source.slice(offset, offset + 2)} where the text itself is meant.`,
    },
  );
}

/** JavaScript where only parameter references are allowed. */
export function needsJavascript(part: ExpressionPart, named: Named): SluiceError {
  return new SluiceError(
    "CWL_EXPRESSION",
    `${prefix(named)}${shorten(part.text)} is JavaScript, not a parameter reference`,
    {
      hint: "Add InlineJavascriptRequirement to the requirements, or write \\$ where the text itself is meant.",
    },
  );
}

export function referenceFailed(part: ExpressionPart, named: Named, problem: string): SluiceError {
  return new SluiceError("CWL_EXPRESSION", `${prefix(named)}${shorten(part.text)}: ${problem}`);
}

export function sandboxError(
  failure: SandboxFailure,
  part: ExpressionPart,
  named: Named,
  limits: { readonly timeoutMs: number; readonly memoryBytes: number },
): SluiceError {
  const expression = prefix(named) + shorten(part.text);
  switch (failure.kind) {
    case "timeout":
      return new SluiceError("EXPRESSION_TIMEOUT", `${expression} ran longer than ${limits.timeoutMs / 1000} s`);
    case "memory":
      return new SluiceError(
        "EXPRESSION_MEMORY",
        `${expression} needed more than ${Math.round(limits.memoryBytes / 1024 ** 2)} MiB: ${failure.message}`,
      );
    case "start":
      return new SluiceError("INTERNAL", `the JavaScript engine for expressions does not start: ${failure.message}`);
    case "defect":
      return new SluiceError("CWL_EXPRESSION", `${expression} made the JavaScript engine fail: ${failure.message}`);
    case "result":
      return new SluiceError("CWL_EXPRESSION", `${expression} has no JSON result: ${failure.message}`);
    case "exception":
      return new SluiceError("CWL_EXPRESSION", `${expression}: ${failure.message}${place(failure, part)}`);
  }
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
