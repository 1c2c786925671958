import type { Check } from "./check.ts";
import type { TimeoutKind } from "./timeouts.ts";

/** What a method of an implementation promises: how soon it answers, and with what. */
export interface Answer {
  /** Which limit counts; `none`: it answers in the same turn, or whenever it is done. */
  readonly limit: TimeoutKind | "none";
  /** Without, it answers nothing, and whatever it does answer is not looked at. */
  readonly check?: Check;
  /** What is wrong with an answer of the right form to this question. */
  readonly fits?: Fits;
  /** Methods of what it answers with. */
  readonly makes?: () => Answers;
  /** It need not be there. */
  readonly optional?: true;
  /** It must answer at once: nobody waits for it. */
  readonly instant?: true;
  /** Milliseconds that this question takes on top. */
  readonly more?: (question: never) => number;
  /** What to do with an answer that came too late. */
  readonly late?: (answer: never, target: never, question: never) => unknown;
  /** Its time stands still while others are at work that it waits for. */
  readonly waitsFor?: readonly Awaited[];
  /** What it answers with holds hardware until it is disposed. */
  readonly holds?: true;
  /** It answers with a stream, each item of which is an answer. */
  readonly stream?: true;
  /** The first question has a function that the plugin calls back with what passes this check. */
  readonly hears?: Check;
}

/** Whom an answer may rightly wait for: calls at these points, or hardware that a scheduler has handed out. */
export type Awaited = "connector" | "deployment-manager" | "secret-store" | "transfer-scheme" | "hardware";

/** The answer comes without its type: the check has seen it. */
export type Fits = (answer: never, question: never) => string | undefined;

/** Methods by name. */
export type Answers = Readonly<Record<PropertyKey, Answer>>;

/** What is known of an extension point: the methods of what is provided there, and of what a factory makes. */
export interface PointAnswers {
  readonly own: Answers;
  /** Says more of what is provided than its methods do. */
  readonly check?: Check;
}

type MethodName<T> = {
  [Key in keyof T]-?: NonNullable<T[Key]> extends (...question: never[]) => unknown ? Key : never;
}[keyof T];

/** An entry for each method of an interface, and for nothing else; those that may be absent say so. */
export type AnswersOf<T> = {
  readonly [Key in MethodName<T>]: undefined extends T[Key]
    ? Answer & { readonly optional: true }
    : Answer & { readonly optional?: never };
};
