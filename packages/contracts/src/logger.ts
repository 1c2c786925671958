import type { Json } from "./json.ts";

/** Levels of importance, rising. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** A level of importance. */
export type LogLevel = (typeof logLevels)[number];

/** Facts that go with a message. `run`, `step`, `job` and `plugin` have fixed meanings; secrets never belong here. */
export interface LogFields {
  readonly run?: string;
  readonly step?: string;
  readonly job?: string;
  readonly plugin?: string;
  readonly [key: string]: Json | undefined;
}

/** Takes messages for people and machines: text on a terminal, one JSON object a line in the run's folder. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each message. */
  child(fields: LogFields): Logger;
}
