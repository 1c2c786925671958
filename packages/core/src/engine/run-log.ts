import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { redactFields, shortageOf, type LogFields, type Logger, type LogLevel } from "@sluice/contracts";

/** A logger that writes one JSON object a line into a run's folder, and hands everything on. */
export interface RunLog extends AsyncDisposable {
  readonly logger: Logger;
}

/** Opens `log.ndjson` of a run. Nothing is created before the first message. */
export function openRunLog(run: string, folder: string, next: Logger): RunLog {
  let stream: WriteStream | undefined;
  /** What was not written because the file is not open yet. */
  let kept = "";
  let isClosed = false;
  const write = (level: LogLevel, message: string, fields: LogFields): void => {
    // What a plugin does may outlast the run.
    if (isClosed) return;
    const line = `${JSON.stringify({ time: new Date().toISOString(), level, message, ...redactFields(fields) })}\n`;
    if (stream) {
      if (stream.pending) kept += line;
      stream.write(line);
    } else open(line);
  };
  /** While nothing can be opened, the next message tries again. */
  const open = (line: string): void => {
    kept += line;
    const opening = createWriteStream(join(folder, "log.ndjson"), { flags: "a", mode: 0o600 });
    stream = opening;
    opening.on("open", () => void (kept = ""));
    opening.on("error", (error) => {
      if (opening.pending && shortageOf(error)) stream = undefined;
      // A log that cannot be written must not end the run; the journal says what happened.
      else next.warn(`cannot write the run's log: ${error.message}`);
    });
    opening.write(kept);
  };
  const make = (fields: LogFields, inner: Logger): Logger => {
    const log = (level: LogLevel) => (message: string, more?: LogFields) => {
      write(level, message, { ...fields, ...more });
      inner[level](message, more);
    };
    return {
      debug: log("debug"),
      info: log("info"),
      warn: log("warn"),
      error: log("error"),
      child: (more) => make({ ...fields, ...more }, inner.child(more)),
    };
  };
  return {
    logger: make({ run }, next),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        isClosed = true;
        if (stream) stream.end(() => resolve());
        else resolve();
      }),
  };
}
