import { errorCodes, type JsonObject } from "@sluice/contracts";
import type { RunResult } from "@sluice/core";

/** Outputs as they are printed. */
export function outputText(outputs: JsonObject): string {
  return `${JSON.stringify(outputs, plainNumber, 4)}\n`;
}

/** Whole numbers from 1e21 on in digits: other readers of JSON take `4.2e+42` for a fraction. */
function plainNumber(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) < 1e21) return value;
  const [mantissa = "", exponent = ""] = String(value).split("e+");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return rawJson(`${whole}${fraction}${"0".repeat(Number(exponent) - fraction.length)}`);
}

/** A text that is JSON already. Source: ECMAScript proposal JSON.parse source text access; the types do not know it yet. */
const rawJson = (JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** Exit status for how a run ended: 33 when all that failed is not supported. */
export function exitStatusOf({ status, failures }: RunResult): number {
  if (status === "completed") return 0;
  if (status === "cancelled") return errorCodes.RUN_CANCELLED.exit;
  const unsupported = failures.length > 0 && failures.every(({ error }) => error.code === "CWL_UNSUPPORTED");
  return unsupported ? errorCodes.CWL_UNSUPPORTED.exit : errorCodes.RUN_FAILED.exit;
}
