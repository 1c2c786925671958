import type { Json } from "./json.ts";
import type { LogFields } from "./logger.ts";

const secretName = /pass(?:word|phrase|wd)|secret|token|credential|api.?key|private.?key|authorization/i;

/** Whether something of this name, such as a variable of the environment, is likely to hold a secret. */
export function namesSecret(name: string): boolean {
  return secretName.test(name);
}

/**
 * The fields of a message with `***` in the place of those that are named like secrets. A last line of defence for whoever
 * writes messages somewhere: whoever logs is asked to keep secrets out.
 */
export function redactFields(fields: LogFields): LogFields {
  const clean: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) clean[name] = secretName.test(name) ? "***" : value;
  }
  return clean;
}
