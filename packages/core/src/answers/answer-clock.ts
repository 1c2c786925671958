import { SluiceError, type Logger } from "@sluice/contracts";
import type { Answer, Awaited } from "./answer.ts";
import { nameOfMethod } from "./check.ts";
import type { Timeouts } from "./timeouts.ts";

/** Who is asked. */
export interface Caller {
  readonly plugin: string;
  /** Id of the extension point. */
  readonly point: string;
  readonly name: string;
}

/** A question whose answer is waited for. */
export interface Question extends Caller {
  readonly method: PropertyKey;
  readonly answer: Answer;
  readonly asked: unknown;
  /** Told that the time is up. */
  readonly abort?: AbortController | undefined;
  /** Set by whoever sees progress. */
  moved?: boolean;
}

/**
 * Waits for the answers of plugins, but not for ever. There is one timer for all of them, which ticks while somebody waits: a call
 * costs an entry in a list, and time in which the whole process stood still counts for nobody.
 */
export interface AnswerClock extends Disposable {
  readonly timeouts: Timeouts;
  /** @throws `PLUGIN_TIMEOUT` */
  wait(answer: PromiseLike<unknown>, question: Question, finish: Finish): Promise<unknown>;
  /** Hardware was handed out: who waits for some waits rightly, until the answer is called. */
  hold(): () => void;
  /** Nobody is left who waits for anything: what was never answered is no reason for the process to stay alive. */
  [Symbol.dispose](): void;
}

/** What becomes of an answer, and of what was thrown instead. */
export interface Finish {
  readonly answered: (value: unknown) => unknown;
  /** The error to throw instead. */
  readonly failed: (thrown: unknown) => Error;
  readonly late: (value: unknown) => unknown;
}

/** Milliseconds after which it is told that somebody waits, and after which it is told again. */
const patience = 30_000;
const tellAgain = 600_000;
/** Milliseconds for what is to end because its caller wants it to. */
const abortGrace = 10_000;

interface Entry {
  readonly question: Question;
  /** Milliseconds. */
  readonly limit: number;
  /** When it was asked, or when there was last a sign of progress. */
  since: number;
  /** When it was asked, or when it was last told that somebody waits. */
  asked: number;
  abortedAt: number | undefined;
  told: boolean;
  readonly giveUp: (error: Error) => void;
}

/** Makes a clock. */
export function createAnswerClock(timeouts: Timeouts, logger: Logger): AnswerClock {
  const entries = new Set<Entry>();
  const shortest = Math.min(timeouts.answer, timeouts.setup, timeouts.transfer, timeouts.operation);
  const tick = Math.min(1000, Math.max(5, Math.floor(shortest / 20)));
  const toldAt = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  /** Milliseconds of ticks so far. */
  let now = 0;
  let held = 0;
  let isOver = false;

  const look = (): void => {
    now += tick;
    if (entries.size === 0) {
      clearInterval(timer);
      timer = undefined;
      return;
    }
    const atWork = new Set<string>([...entries].map(({ question }) => question.point));
    const isAtWork = (who: Awaited): boolean => (who === "hardware" ? held > 0 : atWork.has(who));
    const waiting: Entry[] = [];
    for (const entry of entries) {
      const { question, limit } = entry;
      const { answer, asked, abort } = question;
      if (question.moved === true || answer.waitsFor?.some(isAtWork) === true) entry.since = now;
      // What moves need not be told of.
      if (question.moved === true) entry.asked = now;
      question.moved = false;
      const signal = signalOf(asked);
      if (answer.limit !== "answer" && signal?.aborted === true) {
        entry.abortedAt ??= now;
        if (now - entry.abortedAt > abortGrace) entry.giveUp(signal.reason as Error);
      } else if (now - entry.since > limit) {
        const error = late(question, limit);
        abort?.abort(error);
        entry.giveUp(error);
      } else if (!entry.told && now - entry.asked > (isPlace(question) ? tellAgain : patience)) waiting.push(entry);
    }
    if (waiting.length > 0) tell(waiting);
  };

  const tell = (waiting: readonly Entry[]): void => {
    for (const [text, [first, ...more]] of Map.groupBy(waiting, ({ question }) => textOf(question))) {
      for (const entry of [first, ...more]) {
        if (!entry) continue;
        entry.told = !isPlace(entry.question);
        entry.asked = now;
      }
      const before = toldAt.get(text);
      if (!first || (before !== undefined && now - before < tellAgain)) continue;
      toldAt.set(text, now);
      const count = more.length === 0 ? "" : ` (${more.length + 1} times)`;
      logger.warn(`still waiting for ${text}${count}`, { plugin: first.question.plugin });
    }
  };

  return {
    timeouts,
    wait(answer, question, { answered, failed, late: tooLate }) {
      return new Promise((resolve, reject) => {
        let gaveUp = false;
        const entry: Entry = {
          question,
          limit: limitOf(question, timeouts),
          since: now,
          asked: now,
          abortedAt: undefined,
          told: false,
          giveUp(error) {
            gaveUp = true;
            remove(entry);
            reject(error);
          },
        };
        add(entry);
        answer.then(
          (value) => {
            if (gaveUp) {
              tooLate(value);
              return undefined;
            }
            remove(entry);
            try {
              return resolve(answered(value));
            } catch (error) {
              return reject(failed(error));
            }
          },
          (thrown: unknown) => {
            if (gaveUp) return undefined;
            remove(entry);
            return reject(failed(thrown));
          },
        );
      });
    },
    hold() {
      held += 1;
      let isHeld = true;
      return () => {
        if (isHeld) held -= 1;
        isHeld = false;
      };
    },
    [Symbol.dispose]() {
      isOver = true;
      timer?.unref();
    },
  };

  function add(entry: Entry): void {
    entries.add(entry);
    if (timer === undefined) timer = setInterval(look, tick);
    else if (entries.size === 1) timer.ref();
    if (isOver) timer.unref();
  }

  /** Nobody waits: the timer alone is no reason to stay alive. */
  function remove(entry: Entry): void {
    entries.delete(entry);
    if (entries.size === 0) timer?.unref();
  }
}

function late(question: Question, limit: number): SluiceError {
  return new SluiceError(
    "PLUGIN_TIMEOUT",
    `${nameOf(question)} did not answer '${nameOfMethod(question.method)}' within ${limit / 1000} s`,
    {
      actor: `plugin ${question.plugin}`,
      hint: `If it rightly needs longer, raise 'timeouts.${question.answer.limit}' in the configuration.`,
    },
  );
}

function limitOf({ answer, asked }: Question, timeouts: Timeouts): number {
  if (answer.limit === "none") return Infinity;
  return timeouts[answer.limit] + (answer.more?.(asked as never) ?? 0);
}

function isPlace({ point, method }: Question): boolean {
  return point === "scheduler" && method === "allocate";
}

function textOf(question: Question): string {
  return `${nameOf(question)} to answer '${nameOfMethod(question.method)}'`;
}

/** What is asked, in messages. */
export function nameOf({ point, name }: Caller): string {
  return `${point} ${name}`;
}

function signalOf(asked: unknown): AbortSignal | undefined {
  return (asked as { readonly signal?: AbortSignal } | undefined)?.signal;
}
