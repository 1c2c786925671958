import {
  type Json,
  type LogFields,
  type Logger,
  type LogLevel,
  type SerializedError,
  isExactNumber,
} from "@sluice/contracts";

/** The secrets that are in memory, and how they are kept out of what is written: whoever handles one may put it into a message by mistake. */
export interface HiddenTexts {
  /** From here on this text is `***` in messages. */
  add(text: string): void;
  logger(inner: Logger): Logger;
  error(error: SerializedError): SerializedError;
  json(value: Json): Json;
}

/** What is shorter (characters) is no secret worth the name, and could be part of anything. */
const shortest = 6;

/** Makes a collection of texts that is empty, and costs nothing as long as it is. */
export function createHiddenTexts(): HiddenTexts {
  /** Long ones first: one may be part of another. */
  let texts: readonly string[] = [];
  const hide = (text: string): string =>
    texts.reduce((left, secret) => (left.includes(secret) ? left.replaceAll(secret, "***") : left), text);
  const hideIn = (value: Json | undefined): Json | undefined => {
    if (typeof value === "string") return hide(value);
    if (typeof value !== "object" || value === null || isExactNumber(value)) return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => hideIn(each) ?? null);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hideIn(each) ?? null]));
  };
  const fieldsOf = (fields: LogFields): LogFields =>
    Object.fromEntries(Object.entries(fields).map(([key, each]) => [key, hideIn(each)]));
  const loggerOf = (inner: Logger): Logger => {
    const log = (level: LogLevel) => (message: string, fields?: LogFields) => {
      if (texts.length === 0) inner[level](message, fields);
      else inner[level](hide(message), fields && fieldsOf(fields));
    };
    return {
      debug: log("debug"),
      info: log("info"),
      warn: log("warn"),
      error: log("error"),
      child: (fields) => loggerOf(inner.child(texts.length === 0 ? fields : fieldsOf(fields))),
    };
  };
  return {
    add(text) {
      // As it is, and as it stands inside a text of JSON.
      const forms = [text, JSON.stringify(text).slice(1, -1)].filter((form) => form.length >= shortest);
      texts = [...new Set([...texts, ...forms])].toSorted((a, b) => b.length - a.length);
    },
    logger: loggerOf,
    json: (value) => (texts.length === 0 ? value : (hideIn(value) ?? null)),
    error(error) {
      if (texts.length === 0) return error;
      const { message, hint } = error;
      return { ...error, message: hide(message), ...(hint !== undefined && { hint: hide(hint) }) };
    },
  };
}
