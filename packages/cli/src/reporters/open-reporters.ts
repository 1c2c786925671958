import {
  reporterPoint,
  SluiceError,
  toSluiceError,
  type Logger,
  type RunProgress,
  type RunReporter,
  type RunResult,
  type StoredRunEvent,
} from "@sluice/contracts";
import type { Engine } from "@sluice/core";
import { nearestName } from "../command-line/nearest-name.ts";
import type { ReporterChoice } from "./reporter-choice.ts";

/** The reporters of one run, kept apart: one that throws is reported once and changes nothing. */
export interface RunReporters extends AsyncDisposable {
  event(event: StoredRunEvent, progress: RunProgress): void;
  /** Tells how the run ended. */
  end(result: RunResult): Promise<void>;
}

/** So many times in a row, as with hooks. */
const mostFailures = 3;

/** The part of an engine that reporters come from. */
export type ReporterHost = Pick<Engine, "context" | "extensions" | "plugins">;

/** Makes sure that there are such reporters, before a run is made. @throws `PLUGIN_MISSING` with the nearest name, `PLUGIN_OPTIONS` */
export async function checkReporters(host: ReporterHost, choices: readonly ReporterChoice[]): Promise<void> {
  const known = [...host.extensions(reporterPoint).keys()];
  const missing = choices.find(({ name }) => !known.includes(name))?.name;
  if (missing === undefined) {
    const find = ({ name, options = {} }: ReporterChoice) =>
      host.context.extension({ point: reporterPoint, name, options });
    await Promise.all(choices.map(find));
    return;
  }
  const nearest = nearestName(missing, known);
  throw new SluiceError("PLUGIN_MISSING", `no plugin provides reporter '${missing}'`, {
    hint: nearest === undefined ? `There is: ${known.join(", ")}.` : `Did you mean '${nearest}'?`,
  });
}

/** Makes the reporters of a run. */
export async function openReporters(input: {
  readonly host: ReporterHost;
  readonly choices: readonly ReporterChoice[];
  readonly run: string;
  readonly name: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly logger: Logger;
}): Promise<RunReporters> {
  const { host, run, name, out, err, logger } = input;
  const complained = new Set<string>();
  const say = (reporter: string, text: string, code: string): void => {
    const plugin = providerOf(host, reporter);
    logger.error(`reporter '${reporter}' failed${text}; the run goes on`, {
      ...(plugin !== undefined && { plugin }),
      code,
    });
  };
  const complain = (reporter: string, thrown: unknown): void => {
    if (complained.has(reporter)) return;
    complained.add(reporter);
    const { code, message } = toSluiceError(thrown, "PLUGIN_FAILED");
    say(reporter, `: ${message}`, code);
  };
  const failures = new Map<RunReporter, number>();
  /** One that takes nothing would only fail again. */
  const failed = (reporter: string, instance: RunReporter, thrown: unknown): void => {
    complain(reporter, thrown);
    const count = (failures.get(instance) ?? 0) + 1;
    failures.set(instance, count);
    if (count === mostFailures) say(reporter, ` ${count} times in a row and hears no more events`, "PLUGIN_FAILED");
  };
  const make = async (choice: ReporterChoice): Promise<readonly [string, RunReporter] | undefined> => {
    const { name: reporter, options = {} } = choice;
    try {
      const found = await host.context.extension({ point: reporterPoint, name: reporter, options });
      return [reporter, await found.implementation.create({ options: found.options, run, name, out, err })];
    } catch (error) {
      complain(reporter, error);
      return undefined;
    }
  };
  const made = (await Promise.all(input.choices.map(make))).filter((each) => each !== undefined);
  const each = async (work: (reporter: RunReporter) => unknown): Promise<void> => {
    await Promise.all(
      made.map(async ([reporter, instance]) => {
        try {
          await work(instance);
        } catch (error) {
          complain(reporter, error);
        }
      }),
    );
  };
  return {
    event: (event, progress) => {
      for (const [reporter, instance] of made) {
        if ((failures.get(instance) ?? 0) >= mostFailures) continue;
        try {
          instance.event(event, progress);
          failures.delete(instance);
        } catch (error) {
          failed(reporter, instance, error);
        }
      }
    },
    end: (result) => each((instance) => instance.end?.(result)),
    [Symbol.asyncDispose]: () => each((instance) => instance[Symbol.asyncDispose]?.()),
  };
}

function providerOf({ plugins }: ReporterHost, reporter: string): string | undefined {
  const provides = ({ point, name }: { readonly point: string; readonly name: string }): boolean =>
    point === reporterPoint.id && name === reporter;
  return plugins.findLast(({ extensions }) => extensions?.some(provides))?.name;
}
