import {
  hookPurposes,
  isSluiceError,
  SluiceError,
  type HookMap,
  type HookName,
  type HookOrder,
  type JobRequest,
  type Logger,
  type NodeAnswer,
  type NodeEvent,
} from "@sluice/contracts";
import { createBreaker, mostLate } from "./breaker.ts";
import { createGuard, type Guard } from "./guard.ts";
import { isPending, jobRequest, toPlainJson, writesOutside } from "../answers/index.ts";
import { isLate, startClock, withinTime } from "./within-time.ts";

/** Keeps hooks in order and calls them, so that one that fails hurts nobody. Every plugin gets an event of its own. */
export interface HookBus {
  /** Adds a handler of a plugin; the answer removes it. */
  add<Name extends HookName>(input: {
    readonly name: Name;
    readonly handler: HookMap[Name];
    readonly plugin: string;
    readonly order: HookOrder;
  }): Disposable;
  /** Of each hook whether anybody listens: without, the caller need not even make the event. Every firing asks several times. */
  readonly heard: Readonly<Record<HookName, boolean>>;
  /**
   * Calls all observers in order. One that throws is reported with its plugin's name and changes nothing. There is something to
   * wait for only when an observer is not done at once.
   */
  notify<Name extends ObserverName>(name: Name, eventFor: EventFor<Parameters<HookMap[Name]>[0]>): void | Promise<void>;
  /**
   * Lets transformers change what a job runs, one after the other. What a job writes stays in its folder.
   * @throws what a transformer decides with an error of Sluice; `PLUGIN_INVALID` for a job that would write elsewhere
   */
  transform(request: JobRequest, eventFor: EventFor<NodeEvent>, folder: string): Promise<JobRequest>;
  /** Lets wrappers surround the scheduling of a firing; the first added is outermost. @throws what a wrapper decides with an error of Sluice */
  wrap(
    eventFor: EventFor<NodeEvent>,
    next: () => Promise<NodeAnswer>,
  ): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
  /** All handlers of a hook in their order, for a bus below this one. */
  entries(name: HookName): readonly HookEntry[];
  /** Counts what was added and removed, here and on all buses above and below. */
  readonly changes: { count: number };
  /** Calls other code of plugins in the same way. */
  readonly guard: Guard;
}

/** Makes the event that a plugin gets. */
export type EventFor<Event> = (plugin: string) => Event;

/** Names of the hooks that observe. */
export type ObserverName = Exclude<HookName, `wrap${string}` | `transform${string}`>;

/** How a bus is made. */
export interface HookBusOptions {
  readonly logger: Logger;
  /** Milliseconds that a hook may take. Default: 30,000. */
  readonly timeout?: number;
  /** Hooks that are called too: those of the engine, for the bus of a run. */
  readonly parent?: HookBus;
}

/** A handler with its place. */
export interface HookEntry {
  readonly name: HookName;
  readonly handler: HookMap[HookName];
  readonly plugin: string;
  readonly order: HookOrder;
}

const rank: Readonly<Record<HookOrder, number>> = { pre: 0, normal: 1, post: 2 };

const none: readonly HookEntry[] = [];
const hookNames = Object.keys(hookPurposes) as HookName[];
const nobody = Object.fromEntries(hookNames.map((name) => [name, false])) as Record<HookName, boolean>;

/** Makes a bus without hooks of its own. */
export function createHookBus({ logger, timeout, parent }: HookBusOptions): HookBus {
  const own = new Map<HookName, readonly HookEntry[]>();
  const guard = createGuard(logger, timeout);
  const changes = parent?.changes ?? { count: 0 };
  /** What follows from all handlers, here and above, as they were at the change of this number. */
  let known = -1;
  const lists = new Map<HookName, readonly HookEntry[]>();
  let heard = nobody;

  const refresh = (): void => {
    known = changes.count;
    lists.clear();
    const hears = { ...nobody };
    for (const name of hookNames) {
      const all = [...(parent?.entries(name) ?? none), ...(own.get(name) ?? none)];
      const there = inOrder(all.filter((entry) => !breaker.isOut(entry)));
      hears[name] = there.length > 0;
      if (hears[name]) lists.set(name, there);
    }
    heard = hears;
  };
  const entries = (name: HookName): readonly HookEntry[] => {
    if (known !== changes.count) refresh();
    return lists.get(name) ?? none;
  };

  const about = (name: HookName, plugin: string): { plugin: string; what: string } => ({
    plugin,
    what: `hook ${name}`,
  });

  const breaker = createBreaker<HookEntry>(({ name, plugin }) => {
    known = -1;
    const text = `it was too slow ${mostLate} times in a row and is left out from here on`;
    guard.report(new SluiceError("HOOK_TIMEOUT", text), about(name, plugin));
  });

  /** Goes on with an observer that has to be waited for. */
  const callRest = async <Event>(
    answer: PromiseLike<unknown>,
    list: readonly HookEntry[],
    index: number,
    name: HookName,
    eventFor: EventFor<Event>,
  ): Promise<void> => {
    const [first, ...rest] = list.slice(index) as [HookEntry, ...HookEntry[]];
    await guard.call(() => answer, { ...about(name, first.plugin), outcome: breaker.of(first) });
    for (const entry of rest) {
      const { handler, plugin } = entry;
      await guard.call(() => (handler as (event: Event) => unknown)(eventFor(plugin)), {
        ...about(name, plugin),
        outcome: breaker.of(entry),
      });
    }
  };

  return {
    guard,
    add({ name, handler, plugin, order }) {
      const entry: HookEntry = { name, handler, plugin, order };
      own.set(name, inOrder([...(own.get(name) ?? none), entry]));
      changes.count += 1;
      return {
        [Symbol.dispose]: () => {
          changes.count += 1;
          const rest = (own.get(name) ?? none).filter((each) => each !== entry);
          if (rest.length > 0) own.set(name, rest);
          else own.delete(name);
        },
      };
    },
    changes,
    get heard() {
      if (known !== changes.count) refresh();
      return heard;
    },
    entries,
    notify(name, eventFor) {
      const list = entries(name);
      for (let index = 0; index < list.length; index += 1) {
        const { handler, plugin } = list[index] as HookEntry;
        // Written out, for the many calls that have nothing to wait for.
        try {
          const answer = (handler as (event: unknown) => unknown)(eventFor(plugin));
          if (isPending(answer)) return callRest(answer, list, index, name, eventFor);
        } catch (error) {
          guard.report(error, about(name, plugin));
        }
      }
      return undefined;
    },
    async transform(request, eventFor, folder) {
      let current = request;
      for (const entry of entries("transformJobRequest")) {
        const { handler, plugin } = entry;
        const outcome = breaker.of(entry);
        try {
          const transformer = handler as HookMap["transformJobRequest"];
          // A copy: one that changes it and then fails has changed nothing.
          const changed: unknown = await withinTime(
            transformer(structuredClone(current), eventFor(plugin)),
            guard.limit,
          );
          outcome.inTime();
          const fault = jobRequest(changed, "");
          if (fault !== undefined)
            throw new SluiceError("PLUGIN_INVALID", `what it answered is no job request: ${fault}`);
          current = changed as JobRequest;
        } catch (error) {
          if (isDecision(error)) throw withActor(error, plugin);
          guard.report(error, about("transformJobRequest", plugin));
          if (isLate(error)) outcome.late();
        }
        const stray = writesOutside(current, folder);
        if (stray !== undefined) throw strayRequest(stray, plugin);
      }
      return current;
    },
    async wrap(eventFor, next) {
      const list = entries("wrapNodeExecute");
      let answeredBy: string | undefined;
      const callOne = async (index: number): Promise<NodeAnswer> => {
        const entry = list[index];
        if (!entry) return next();
        const { plugin } = entry;
        const clock = startClock(guard.limit);
        let passed: Promise<NodeAnswer> | undefined;
        let within: NodeAnswer;
        /** Passes on, once. What happens further inside does not count as time of this plugin. */
        const pass = async (): Promise<NodeAnswer> => {
          clock.pause();
          try {
            return (within = await callOne(index + 1));
          } finally {
            clock.resume();
          }
        };
        const passOn = (): Promise<NodeAnswer> => {
          passed ??= pass();
          // It may be that nobody waits for it.
          passed.catch(() => {});
          return passed;
        };
        try {
          const handler = entry.handler as HookMap["wrapNodeExecute"];
          const given: unknown = await Promise.race([handler(eventFor(plugin), passOn), clock.up]);
          breaker.of(entry).inTime();
          const answer = asAnswer(given, within);
          if (answer && answer !== within) answeredBy = plugin;
          return answer;
        } catch (error) {
          if (isDecision(error)) throw withActor(error, plugin);
          guard.report(error, about("wrapNodeExecute", plugin));
          if (isLate(error)) breaker.of(entry).late();
          return await passOn();
        } finally {
          clock.stop();
        }
      };
      const answer = await callOne(0);
      return { answer, plugin: answer && answeredBy };
    },
  };
}

/** An error of Sluice is a decision of the plugin; anything else, and a lack of answer, is its defect. */
function isDecision(error: unknown): error is SluiceError {
  return isSluiceError(error) && error.code !== "HOOK_TIMEOUT" && error.code !== "PLUGIN_INVALID";
}

/** The decision of a plugin, with its name. */
function withActor(error: SluiceError, plugin: string): SluiceError {
  if (error.actor !== undefined || "errors" in error) return error;
  const { code, message, position, hint, retryable } = error;
  return new SluiceError(code, message, { position, hint, retryable, actor: `plugin ${plugin}`, cause: error });
}

/** Checks what a wrapper answered. @throws `PLUGIN_INVALID` */
function asAnswer(given: unknown, within: NodeAnswer): NodeAnswer {
  if (given === undefined) return undefined;
  if (given === within) return within;
  const { outputs } = (given ?? {}) as { readonly outputs?: unknown };
  return { outputs: toPlainJson(outputs, "outputs") };
}

function strayRequest(stray: string, plugin: string): SluiceError {
  const text = `hook transformJobRequest would have the job write elsewhere: ${stray}`;
  return new SluiceError("PLUGIN_INVALID", text, { actor: `plugin ${plugin}` });
}

function inOrder(entries: readonly HookEntry[]): HookEntry[] {
  return entries.toSorted((a, b) => rank[a.order] - rank[b.order]);
}
