import { exactNumber, type ExactNumber } from "@sluice/contracts";

const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Why a plain scalar has no value in JSON. */
export class ScalarRangeError extends Error {}

/** The value of an unquoted scalar by the core schema of YAML 1.2. */
export function plainScalarValue(text: string): null | boolean | number | string {
  switch (text) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return mayBeNumber(text.charCodeAt(0)) ? numberOrText(text) : text;
  }
}

/** The number that an unquoted scalar stands for, where a plain number would be written in another way. */
export function exactScalar(text: string): ExactNumber | undefined {
  const value = exactNumber(/^0[xo]/.test(text) ? String(BigInt(text)) : text);
  return typeof value === "number" ? undefined : value;
}

/** Digits, sign or dot: nearly every scalar is settled by its first character. */
function mayBeNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}

function numberOrText(text: string): number | string {
  if (float.test(text) || /^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new ScalarRangeError(`the number ${text} is too large`);
    return value;
  }
  if (notFinite.test(text)) throw new ScalarRangeError(`${text} has no form in JSON`);
  return text;
}
