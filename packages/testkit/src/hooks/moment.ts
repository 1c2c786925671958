import type { HookMap, HookName, JobRequest, JsonObject, NodeEvent } from "@sluice/contracts";

/** Names of the hooks that observe. */
export type ObserverName = Exclude<HookName, `wrap${string}` | `transform${string}`>;

/** What an event is made with anew for each hook. */
type Live = "inputs" | "reporter" | "onDispose";

/** An event of an observer as far as it is data. */
export type EventData<Name extends ObserverName> = Omit<Parameters<HookMap[Name]>[0], Live>;

/** An event about a step as far as it is data. */
export type NodeData = Omit<NodeEvent, Live>;

/** A step that hooks are told of. */
export interface HookSample {
  /** Path of the step, such as `/align`. */
  readonly name: string;
  /** Name of its operation. */
  readonly operation: string;
  readonly inputs: JsonObject;
  /** Its outputs. */
  readonly result: JsonObject;
}

/** Something that the engine tells plugins, or asks them. */
export type Moment = Told | Asked;

/** An observer's turn. */
export interface Told {
  readonly hook: ObserverName;
  readonly event: object;
  /** The step that it is about. */
  readonly sample?: HookSample;
}

/** The turn of a hook that answers. */
export type Asked =
  | { readonly hook: "wrapNodeExecute"; readonly event: NodeData; readonly sample: HookSample }
  | {
      readonly hook: "transformJobRequest";
      readonly event: NodeData;
      readonly sample: HookSample;
      readonly request: JobRequest;
    };

/** An observer's turn, with an event that fits its hook. */
export function told<Name extends ObserverName>(hook: Name, event: EventData<Name>, sample?: HookSample): Told {
  return { hook, event, ...(sample && { sample }) };
}
