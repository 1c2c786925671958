import { SluiceError } from "@sluice/contracts";

/** How long answers of plugins may take, in milliseconds. */
export interface Timeouts {
  /** Questions and decisions: `locations`, `submit`, `poll`, `choose`, `open` and most others. Default: a minute. */
  readonly answer: number;
  /** What brings something up or down, or reads a whole document or journal: `deploy`, `undeploy`, `load`. Default: ten minutes. */
  readonly setup: number;
  /** What moves data, without a sign of progress: `stage`, `publish`, `fetch`, `save`. Default: an hour. */
  readonly transfer: number;
  /** What a step's operation does itself: `evaluate`, `prepare`, `collect`. Default: a day. */
  readonly operation: number;
  /** How long an environment may leave it open how its jobs stand, before these have failed. Default: a day. */
  readonly outage: number;
}

export type TimeoutKind = Exclude<keyof Timeouts, "outage">;

const second = 1000;

const usual: Timeouts = {
  answer: 60 * second,
  setup: 600 * second,
  transfer: 3600 * second,
  operation: 86_400 * second,
  outage: 86_400 * second,
};

/** Limits as a program gives them, with the usual ones for what it does not say. @throws `CONFIG_INVALID` */
export function timeoutsOf({ timeouts = {} }: { readonly timeouts?: Partial<Timeouts> }): Timeouts {
  const given = Object.entries(timeouts as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  for (const [name, value] of given) {
    if (!Object.hasOwn(usual, name)) throw invalid(name, "is none");
    if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
      throw invalid(name, `must be a number of milliseconds above 0, but is ${String(value)}`);
    }
  }
  return { ...usual, ...Object.fromEntries(given) };
}

function invalid(name: string, fault: string): SluiceError {
  return new SluiceError("CONFIG_INVALID", `timeouts.${name} ${fault}`, {
    hint: `There is: ${Object.keys(usual).join(", ")}.`,
  });
}
