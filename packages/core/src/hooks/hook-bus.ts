import type { HookMap, HookName, HookOrder, Logger, NodeAnswer, NodeEvent } from "@sluice/contracts";

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
  notify<Name extends Exclude<HookName, "wrapNodeExecute">>(
    name: Name,
    event: Parameters<HookMap[Name]>[0],
  ): Promise<void>;
  /** Lets wrappers surround the scheduling of a firing; the first added is outermost. */
  wrap(
    event: NodeEvent,
    next: () => Promise<NodeAnswer>,
  ): Promise<{ readonly answer: NodeAnswer; readonly plugin: string | undefined }>;
}

interface Entry {
  readonly handler: HookMap[HookName];
  readonly plugin: string;
  readonly order: HookOrder;
}

const rank: Readonly<Record<HookOrder, number>> = { pre: 0, normal: 1, post: 2 };

/** Makes a bus without hooks. */
export function createHookBus(logger: Logger): HookBus {
  const entries = new Map<HookName, readonly Entry[]>();
  return {
    add({ name, handler, plugin, order }) {
      const entry: Entry = { handler, plugin, order };
      const before = entries.get(name) ?? [];
      entries.set(
        name,
        [...before, entry].sort((a, b) => rank[a.order] - rank[b.order]),
      );
      return {
        [Symbol.dispose]: () => {
          const rest = (entries.get(name) ?? []).filter((each) => each !== entry);
          if (rest.length > 0) entries.set(name, rest);
          else entries.delete(name);
        },
      };
    },
    has: (name) => entries.has(name),
    async notify(name, event) {
      for (const { handler, plugin } of entries.get(name) ?? []) {
        try {
          await (handler as (event: unknown) => void | Promise<void>)(event);
        } catch (error) {
          logger.warn(`hook ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { plugin });
        }
      }
    },
    async wrap(event, next) {
      const list = entries.get("wrapNodeExecute") ?? [];
      let answeredBy: string | undefined;
      const call = async (index: number): Promise<NodeAnswer> => {
        const entry = list[index];
        if (!entry) return next();
        const passed: string[] = [];
        const answer = await (entry.handler as HookMap["wrapNodeExecute"])(event, () => {
          passed.push(entry.plugin);
          return call(index + 1);
        });
        if (answer && passed.length === 0) answeredBy = entry.plugin;
        return answer;
      };
      const answer = await call(0);
      return { answer, plugin: answeredBy };
    },
  };
}
