import { isSluiceError, SluiceError, toSluiceError, type Logger } from "@sluice/contracts";
import {
  answersAt,
  isPending,
  nameOfMethod,
  type Answer,
  type AnswerClock,
  type Answers,
  type Caller,
  type Question,
} from "../answers/index.ts";
import { checkProduct } from "./implementation-shape.ts";
import { workAs } from "./plugin-at-work.ts";

type Method = (...args: unknown[]) => unknown;

/** How implementations are called. */
export interface Border {
  readonly clock: AnswerClock;
  readonly logger: Logger;
}

/** What was made to be called so already, and whose it is. */
const owned = new WeakMap<object, Caller>();

/**
 * The implementation of a plugin as the engine calls it, and so everything that it makes: each answer is waited for only so long, and
 * looked at once. It works in the name of the plugin, and an error that is not of Sluice becomes one that says whose it is; errors of
 * what comes with Sluice are those of Sluice. So a defect of a plugin is never taken for one of Sluice, and nobody waits for ever.
 */
export function ownImplementation(
  implementation: object,
  caller: Caller & { readonly bundled: boolean },
  border: Border,
): object {
  return withOwner(implementation, { ...border, caller, bundled: caller.bundled }, answersAt(caller.point)?.own ?? {});
}

/** Says that an object is called as it should be: it stands before one of this owner that is. */
export function asOwned<Target extends object>(target: Target, owner: Caller): Target {
  owned.set(target, owner);
  return target;
}

/** Whose an object is. */
export function ownerOf(target: object): Caller | undefined {
  return owned.get(target);
}

interface Owner extends Border {
  readonly caller: Caller;
  readonly bundled: boolean;
}

function withOwner(target: object, owner: Owner, answers: Answers, disposed?: () => void): object {
  const known = new Map<PropertyKey, { readonly method: Method; readonly call: Method }>();
  const read = (name: PropertyKey): unknown => {
    const value = readMember(target, name, owner);
    if (typeof value !== "function" || name === "constructor") return value;
    const made = known.get(name);
    if (made?.method === value) return made.call;
    const method = value as Method;
    const call = ownMethod({ target, method, name, answer: answers[name], owner, disposed });
    known.set(name, { method, call });
    return call;
  };
  // Not of the object itself: whoever froze it would forbid other methods in their place.
  const shell = new Proxy(Object.create(target) as object, {
    get: (_shell, name) => read(name),
    set: (_shell, name, value) => Reflect.set(target, name, value, target),
    ownKeys: () => Reflect.ownKeys(target),
    getOwnPropertyDescriptor(_shell, name) {
      const own = Reflect.getOwnPropertyDescriptor(target, name);
      return own && { value: read(name), enumerable: own.enumerable ?? false, writable: true, configurable: true };
    },
  });
  return asOwned(shell, owner.caller);
}

function readMember(target: object, name: PropertyKey, owner: Owner): unknown {
  try {
    return Reflect.get(target, name, target);
  } catch (thrown) {
    throw ownError(thrown, undefined, owner);
  }
}

/** A method as it is called: the object itself is `this`, for it may have private fields. */
function ownMethod(input: {
  readonly target: object;
  readonly method: Method;
  readonly name: PropertyKey;
  readonly answer: Answer | undefined;
  readonly owner: Owner;
  readonly disposed: (() => void) | undefined;
}): Method {
  const { target, method, name, answer = unknownAnswer, owner, disposed } = input;
  const { clock, logger, caller, bundled } = owner;
  const { plugin } = caller;
  let isTold = false;
  /** Once: what nobody waits for may be called for every event of a run. */
  const tellLost = (thrown: unknown): void => {
    const { message } = toSluiceError(thrown);
    const tell = isTold ? "debug" : "warn";
    isTold = true;
    logger[tell](`${caller.point} ${caller.name} failed in '${nameOfMethod(name)}': ${message}`, {
      plugin,
      code: "PLUGIN_FAILED",
    });
  };
  const look = (value: unknown, args: readonly unknown[]): unknown => finish(value, args, name, answer, owner);
  const ask = (first: unknown): Question => {
    const abort = bundled || signalOf(first) === undefined ? undefined : new AbortController();
    return { ...caller, method: name, answer, asked: first, abort, moved: false };
  };
  // Most calls of a run: nothing is added to what the method gets, and many of them answer at once.
  const isPlain = bundled && answer.hears === undefined && answer.limit !== "transfer";
  return (...args) => {
    const [first] = args;
    let question = isPlain ? undefined : ask(first);
    const given = question ? givenTo(args, question, owner) : args;
    if (name === Symbol.dispose) disposed?.();
    try {
      const value = bundled
        ? Reflect.apply(method, target, given)
        : workAs(plugin, () => Reflect.apply(method, target, given));
      // The journals of the engine are long, and are read at once or not at all.
      if (answer.stream === true) {
        if (isPending(value)) value.then(undefined, tellLost);
        return bundled ? value : checkedStream(value, question ?? ask(first), owner);
      }
      if (!isPending(value)) return look(value, args);
      question ??= ask(first);
      if (answer.instant === true) {
        value.then(undefined, tellLost);
        if (answer.check ?? answer.makes ?? answer.fits) throw notAtOnce(name, owner);
        return undefined;
      }
      const late = (lost: unknown): void => {
        Promise.resolve(answer.late?.(lost as never, target as never, first as never)).catch(tellLost);
      };
      const failed = (thrown: unknown): Error => ownError(thrown, first, owner);
      return clock.wait(value, question, { answered: (found) => look(found, args), failed, late });
    } catch (thrown) {
      throw ownError(thrown, first, owner);
    }
  };
}

/** Methods of which nothing is known have no limit. */
const unknownAnswer: Answer = { limit: "none" };

/** What the method gets: a signal that also says that its time is up, and a way to say that it gets on. */
function givenTo(args: readonly unknown[], question: Question, owner: Owner): readonly unknown[] {
  const { answer, abort } = question;
  const { limit, hears } = answer;
  const [first, ...rest] = args;
  if (hears && typeof first === "function") return [checkedListener(first as Method, hears, owner), ...rest];
  const moves = limit === "transfer";
  if (!abort && !moves) return args;
  const signal = signalOf(first);
  return [
    {
      ...(first as object),
      ...(abort && signal && { signal: AbortSignal.any([signal, abort.signal]) }),
      ...(moves && { progress: () => void (question.moved = true) }),
    },
    ...rest,
  ];
}

/** Looks at an answer. @throws `PLUGIN_INVALID` */
function finish(value: unknown, [first]: readonly unknown[], name: PropertyKey, answer: Answer, owner: Owner): unknown {
  const { caller, clock } = owner;
  const { check, fits, makes, holds } = answer;
  if (makes) checkProduct(value, name, makes(), caller);
  const fault = check?.(value, "") ?? fits?.(value as never, first as never);
  if (fault !== undefined) throw improper(fault, name, owner);
  if (!makes || owned.has(value as object)) return value;
  return withOwner(value as object, owner, makes(), holds && clock.hold());
}

/** Each item is waited for, and looked at. */
function checkedStream(stream: unknown, question: Question, owner: Owner): AsyncIterable<unknown> {
  const { clock } = owner;
  const { method, answer, asked } = question;
  const open = (stream as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator];
  if (typeof open !== "function") throw improper("it must be an async iterable", method, owner);
  const failed = (thrown: unknown): Error => ownError(thrown, asked, owner);
  const answered = (value: unknown): unknown => {
    const item = value as IteratorResult<unknown>;
    if (item.done !== true) finish(item.value, [asked], method, answer, owner);
    return item;
  };
  return {
    [Symbol.asyncIterator]() {
      const inner = open.call(stream as AsyncIterable<unknown>);
      return {
        next: () =>
          clock.wait(inner.next(), { ...question }, { answered, failed, late: () => undefined }) as Promise<
            IteratorResult<unknown>
          >,
        return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

/** What a plugin calls back with that is nonsense is told of and goes no further. */
function checkedListener(listener: Method, hears: NonNullable<Answer["hears"]>, { logger, caller }: Owner): Method {
  return (value) => {
    const fault = hears(value, "");
    if (fault === undefined) return listener(value);
    const text = `${caller.point} ${caller.name} told of a job what it must not: ${fault}`;
    return logger.warn(text, { plugin: caller.plugin, code: "PLUGIN_INVALID" });
  };
}

function improper(fault: string, name: PropertyKey, { caller }: Owner): SluiceError {
  const text = `${caller.point} ${caller.name} gave no proper answer to '${nameOfMethod(name)}': ${fault}`;
  return new SluiceError("PLUGIN_INVALID", text, { actor: `plugin ${caller.plugin}` });
}

function notAtOnce(name: PropertyKey, owner: Owner): SluiceError {
  return improper("it must be there at once, but is a promise", name, owner);
}

/** What was thrown, as it goes on; it need not be an error. */
function ownError(thrown: unknown, asked: unknown, { bundled, caller }: Owner): Error {
  if (bundled || isSluiceError(thrown) || isReasonOf(thrown, asked)) return thrown as Error;
  return toSluiceError(thrown, "PLUGIN_FAILED", `${caller.point} ${caller.name} of plugin ${caller.plugin}`);
}

/** Whether something was thrown because the caller wanted it to end. */
function isReasonOf(thrown: unknown, asked: unknown): boolean {
  const signal = signalOf(asked);
  if (signal?.aborted !== true) return false;
  return thrown === signal.reason || isAbort(thrown);
}

function isAbort(thrown: unknown): boolean {
  try {
    return thrown instanceof Error && thrown.name === "AbortError";
  } catch {
    return false;
  }
}

function signalOf(asked: unknown): AbortSignal | undefined {
  const { signal } = (asked ?? {}) as { readonly signal?: unknown };
  return signal instanceof AbortSignal ? signal : undefined;
}
