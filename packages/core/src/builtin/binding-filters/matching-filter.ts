import {
  SluiceError,
  type BindingFilter,
  type BindingFilterFactory,
  type Json,
  type JsonObject,
  type Logger,
  type Target,
} from "@sluice/contracts";

/** Sends jobs to targets by the values of their inputs. Options: {@link MatchingOptions}. */
export const matchingFilterFactory = {
  create: ({ name, options, context }): BindingFilter => {
    // Its schema was checked.
    const { filters } = options as unknown as MatchingOptions;
    return createMatchingFilter(name, filters.map(asRule), context.logger);
  },
} satisfies BindingFilterFactory;

/** A target stays when one of its rules holds, and a rule holds when all that it says of the job is true. */
interface MatchingOptions {
  readonly filters: readonly {
    /** A deployment, or one service of it. */
    readonly target: string | { readonly deployment: string; readonly service?: string };
    readonly job: readonly Predicate[];
  }[];
}

interface Predicate {
  /** Name of an input. */
  readonly port: string;
  /** The text of its value. */
  readonly match: string | number | boolean | null;
}

interface Rule {
  readonly deployment: string;
  readonly service?: string;
  readonly job: readonly Predicate[];
}

function asRule({ target, job }: MatchingOptions["filters"][number]): Rule {
  return typeof target === "string" ? { deployment: target, job } : { ...target, job };
}

function createMatchingFilter(name: string, rules: readonly Rule[], logger: Logger): BindingFilter {
  const listed = new Set(rules.map(({ deployment }) => deployment));
  const warned = new Set<string>();

  const warnOnce = (step: string, what: string): void => {
    if (warned.has(`${step}\0${what}`)) return;
    warned.add(`${step}\0${what}`);
    logger.warn(`binding filter '${name}', ${step}: ${what}`, { step });
  };

  return {
    filter({ targets, step, inputs }) {
      const holds = ({ job }: Rule): boolean =>
        job.every(({ port, match }) => {
          if (!Object.hasOwn(inputs, port)) warnOnce(step, `there is no input '${port}', which matches nothing`);
          else return isMatch(textOf(inputs, port, name, step), match);
          return false;
        });
      return targets.filter((target) => {
        if (listed.has(target.deployment)) return rules.some((rule) => isAbout(rule, target) && holds(rule));
        warnOnce(step, `no rule is about deployment '${target.deployment}', which is left out`);
        return false;
      });
    },
  };
}

/** A rule without a service is about all services of its deployment. */
function isAbout({ deployment, service }: Rule, target: Target): boolean {
  return deployment === target.deployment && (service === undefined || service === target.service);
}

/** @throws `CONFIG_INVALID` for values that have no text of their own */
function textOf(inputs: JsonObject, port: string, filter: string, step: string): string {
  const value: Json | undefined = inputs[port];
  if (typeof value !== "object" || value === null) return String(value);
  const { class: type } = value as JsonObject;
  const what = Array.isArray(value) ? "a list" : typeof type === "string" ? `a ${type}` : "a record";
  throw new SluiceError("CONFIG_INVALID", `it cannot compare input '${port}' of ${step}, which is ${what}`, {
    actor: `binding-filter ${filter}`,
    hint: "Rules compare texts, numbers, true, false and null.",
  });
}

/** Older configurations write True, False and None. */
const otherSpellings: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

function isMatch(text: string, match: Predicate["match"]): boolean {
  const wanted = String(match);
  return text === wanted || text === otherSpellings[wanted];
}
