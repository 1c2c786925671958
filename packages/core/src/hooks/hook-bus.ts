import {
  isSluiceError,
  type HookMap,
  type HookName,
  type HookOrder,
  type JobRequest,
  type Logger,
  type NodeAnswer,
  type NodeEvent,
} from "@sluice/contracts";
import { withinTime } from "./within-time.ts";

/** Keeps hooks in order and calls them, so that one that fails hurts nobody. */
export interface HookBus {
  /** Adds a handler of a plugin; the answer removes it. */
  add<Name extends HookName>(input: {
    readonly name: Name;
    readonly handler: HookMap[Name];
    readonly plugin: string;
    readonly order: HookOrder;
  }): Disposable;
  /** Whether anybody listens: without, the caller need not even make the event. */
  has(name: HookName): boolean;
  /** Calls all observers in order. One that throws is reported with its plugin's name and changes nothing. */
  notify<Name extends ObserverName>(name: Name, event: Parameters<HookMap[Name]>[0]): Promise<void>;
  /** Lets transformers change what a job runs, one after the other. @throws what a transformer decides with an error of Sluice */
  transform(request: JobRequest, event: NodeEvent): Promise<JobRequest>;
  /** Lets wrappers surround the scheduling of a firing; the first added is outermost. */
  wrap(
    event: NodeEvent,
    next: () => Promise<NodeAnswer>,
  ): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
  /** All handlers of a hook in their order, for a bus below this one. */
  entries(name: HookName): readonly HookEntry[];
}

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
  readonly handler: HookMap[HookName];
  readonly plugin: string;
  readonly order: HookOrder;
}

const rank: Readonly<Record<HookOrder, number>> = { pre: 0, normal: 1, post: 2 };

const usualTimeout = 30_000;

/** Makes a bus without hooks of its own. */
export function createHookBus({ logger, timeout = usualTimeout, parent }: HookBusOptions): HookBus {
  const own = new Map<HookName, readonly HookEntry[]>();

  const entries = (name: HookName): readonly HookEntry[] => {
    const above = parent?.entries(name) ?? [];
    const here = own.get(name) ?? [];
    return above.length === 0 ? here : here.length === 0 ? above : inOrder([...above, ...here]);
  };

  const report = (name: HookName, plugin: string, error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`hook ${name} failed: ${message}`, {
      plugin,
      code: isSluiceError(error) ? error.code : "HOOK_FAILED",
    });
  };

  /** An error of Sluice is a decision of the plugin; anything else, and a lack of answer, is its defect. */
  const isDecision = (error: unknown): boolean => isSluiceError(error) && error.code !== "HOOK_TIMEOUT";

  return {
    add({ name, handler, plugin, order }) {
      const entry: HookEntry = { handler, plugin, order };
      own.set(name, inOrder([...(own.get(name) ?? []), entry]));
      return {
        [Symbol.dispose]: () => {
          const rest = (own.get(name) ?? []).filter((each) => each !== entry);
          if (rest.length > 0) own.set(name, rest);
          else own.delete(name);
        },
      };
    },
    has: (name) => own.has(name) || parent?.has(name) === true,
    entries,
    async notify(name, event) {
      for (const { handler, plugin } of entries(name)) {
        try {
          const answer = (handler as (event: unknown) => void | Promise<void>)(event);
          if (answer !== undefined) await withinTime(answer, timeout);
        } catch (error) {
          report(name, plugin, error);
        }
      }
    },
    async transform(request, event) {
      let current = request;
      for (const { handler, plugin } of entries("transformJobRequest")) {
        try {
          current = await withinTime((handler as HookMap["transformJobRequest"])(current, event), timeout);
        } catch (error) {
          if (isDecision(error)) throw error;
          report("transformJobRequest", plugin, error);
        }
      }
      return current;
    },
    async wrap(event, next) {
      const list = entries("wrapNodeExecute");
      let answeredBy: string | undefined;
      const call = async (index: number): Promise<NodeAnswer> => {
        const entry = list[index];
        if (!entry) return next();
        let passed: Promise<NodeAnswer> | undefined;
        try {
          const handler = entry.handler as HookMap["wrapNodeExecute"];
          const answer = await withinTime(
            handler(event, () => (passed ??= call(index + 1))),
            timeout,
          );
          if (answer && !passed) answeredBy = entry.plugin;
          return answer;
        } catch (error) {
          // What came from further inside is not this plugin's.
          if (isDecision(error)) throw error;
          report("wrapNodeExecute", entry.plugin, error);
          return passed ?? call(index + 1);
        }
      };
      const answer = await call(0);
      return { answer, plugin: answeredBy };
    },
  };
}

function inOrder(entries: readonly HookEntry[]): readonly HookEntry[] {
  return entries.toSorted((a, b) => rank[a.order] - rank[b.order]);
}
