import { settles } from "./eventually.ts";
import type { SuiteOptions } from "./register-test.ts";
import { passThrough } from "./pass-through.ts";

/** The tests of a suite by name. Each gets a subject of its own. */
export type Cases<Subject> = Readonly<Record<string, (subject: Subject) => void | Promise<void>>>;

/** Makes an implementation look as it comes from its author, or wrapped. */
export type Wrap = <T extends object>(implementation: T) => T;

/** Registers the groups of a suite, once for each form of the implementation. */
export function runSuite<Subject>(input: {
  readonly options: SuiteOptions;
  readonly groups: Readonly<Record<string, Cases<Subject>>>;
  /** Makes a subject; what it leaves on the stack is disposed after the test. */
  readonly open: (wrap: Wrap, stack: AsyncDisposableStack) => Subject | Promise<Subject>;
}): void {
  const { options, groups, open } = input;
  const { timeout = 120_000 } = options;
  const forms: { readonly suffix: string; readonly wrap: Wrap }[] = [{ suffix: "", wrap: (each) => each }];
  if (options.wrapped === true) forms.push({ suffix: " (wrapped)", wrap: passThrough });
  for (const { suffix, wrap } of forms) {
    for (const [group, cases] of Object.entries(groups)) {
      for (const [name, run] of Object.entries(cases)) {
        const whole = async (): Promise<void> => {
          await using stack = new AsyncDisposableStack();
          await run(await open(wrap, stack));
        };
        options.test(`${group}: ${name}${suffix}`, () => settles("the test", whole(), timeout));
      }
    }
  }
}

/** Leaves a subject's own disposal on a stack. */
export function adopt<T extends Partial<AsyncDisposable>>(stack: AsyncDisposableStack, subject: T): T {
  stack.defer(async () => subject[Symbol.asyncDispose]?.());
  return subject;
}
