import { logLevels, redactFields, type LogFields, type Logger, type LogLevel } from "@sluice/contracts";
import { nameText } from "../render/terminal-text.ts";

/** The logger of a command: text for people. What belongs to a run is also in the run's own log, which the engine keeps. */
export function createCommandLogger(input: {
  readonly debug: boolean;
  readonly write: (text: string) => void;
  /** Whether the same line is written only once, for commands that set plugins up several times. Default: false. */
  readonly once?: boolean;
}): Logger {
  const { debug, write, once = false } = input;
  const least = rank(debug ? "debug" : "warn");
  const written = new Set<string>();
  return loggerWith((level, message, fields) => {
    if (rank(level) < least) return;
    const line = textLine(level, message, fields);
    if (once && written.has(line)) return;
    if (once) written.add(line);
    write(line);
  }, {});
}

/** One message as people see it. */
export function textLine(level: LogLevel, message: string, fields: LogFields): string {
  const { plugin, step, job, run: _run, ...others } = redactFields(fields);
  const place = [
    plugin === undefined ? "" : `plugin ${nameText(plugin)}`,
    nameText(step ?? ""),
    job === undefined ? "" : `job ${job}`,
  ].filter((part) => part !== "");
  const details = Object.entries(others).map(
    ([name, value]) => `${name}=${typeof value === "string" ? nameText(value) : JSON.stringify(value)}`,
  );
  return `${[`${level}:`, ...(place.length > 0 ? [`${place.join(", ")}:`] : []), message, ...details].join(" ")}\n`;
}

type LogFunction = (level: LogLevel, message: string, fields: LogFields) => void;

function loggerWith(log: LogFunction, own: LogFields): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      log(level, message, { ...own, ...fields });
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => loggerWith(log, { ...own, ...fields }),
  };
}

function rank(level: LogLevel): number {
  return logLevels.indexOf(level);
}
