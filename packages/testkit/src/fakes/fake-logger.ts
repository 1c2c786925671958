import { logLevels, type LogFields, type Logger, type LogLevel } from "@sluice/contracts";

/** A message that was logged. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** Those of the message and those of the logger that it went through. */
  readonly fields: LogFields;
}

/** A logger that keeps what it is told. */
export interface FakeLogger extends Logger {
  /** Everything that it and its children were told, in order. */
  readonly entries: readonly LogEntry[];
  /** All of it as one text, to search for what must not be in it. */
  text(): string;
}

/**
 * Makes a logger that keeps what it is told.
 *
 * @example
 * ```ts
 * const logger = fakeLogger();
 * const store = await factory.create({ options: {}, configDir: "/", logger });
 * assert.ok(!logger.text().includes("password"));
 * ```
 */
export function fakeLogger(): FakeLogger {
  const entries: LogEntry[] = [];
  const logger = (own: LogFields): Logger => {
    const methods = logLevels.map((level) => [
      level,
      (message: string, fields: LogFields = {}): void =>
        void entries.push({ level, message, fields: { ...own, ...fields } }),
    ]);
    const levels = Object.fromEntries(methods) as Pick<Logger, LogLevel>;
    return { ...levels, child: (fields) => logger({ ...own, ...fields }) };
  };
  return { ...logger({}), entries, text: () => entries.map((entry) => JSON.stringify(entry)).join("\n") };
}
