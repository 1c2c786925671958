/** The states of the conformance tests: what is expected, what came out, and how the two differ. */

export interface Expectation {
  readonly state: "pass" | "fail" | "unsupported";
  /** Why the test has this state, for the reader. */
  readonly reason: string;
}

/** One test in the report of run-suite. */
export interface Outcome {
  readonly id: string;
  readonly result: Expectation["state"];
  readonly should_fail: boolean;
  readonly reason?: string;
  readonly stderr?: string;
}

/** One line for each test whose state is not the expected one, or that only one side knows. */
export function compareStates(expected: Readonly<Record<string, Expectation>>, outcomes: readonly Outcome[]): string[] {
  const seen = new Set(outcomes.map((outcome) => outcome.id));
  const changed = outcomes.flatMap((outcome) => {
    const want = expected[outcome.id]?.state;
    if (want === outcome.result) return [];
    const why = outcome.reason === undefined ? "" : ` (${outcome.reason})`;
    return [`${outcome.id}: expected ${want ?? "nothing: the file does not know it"}, got ${outcome.result}${why}`];
  });
  const gone = Object.keys(expected).filter((id) => !seen.has(id));
  return [...changed, ...gone.map((id) => `${id}: expected ${expected[id]?.state}, but the suite has no such test`)];
}

/** The expectations that these outcomes meet; a reason that somebody wrote stays while the state does. */
export function updatedStates(
  expected: Readonly<Record<string, Expectation>>,
  outcomes: readonly Outcome[],
): Record<string, Expectation> {
  return Object.fromEntries(
    outcomes.map((outcome) => {
      const known = expected[outcome.id];
      return [
        outcome.id,
        known?.state === outcome.result ? known : { state: outcome.result, reason: reasonOf(outcome) },
      ];
    }),
  );
}

function reasonOf(outcome: Outcome): string {
  if (outcome.result === "pass") return outcome.should_fail ? "refused, as it must be" : "gives the expected output";
  const words = outcome.stderr?.trim().split("\n")[0] ?? "";
  return [outcome.reason ?? outcome.result, words]
    .filter((part) => part !== "")
    .join(": ")
    .slice(0, 300);
}
