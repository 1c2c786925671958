import { createHash } from "node:crypto";
import {
  type GraphEvent,
  type HookMap,
  type Json,
  type JsonObject,
  type NodeEvent,
  type NodeMetadata,
  type OperationRef,
  type Reporter,
  type Token,
  copyJson,
} from "@sluice/contracts";
import { canonicalJson } from "../data/index.ts";
import { freezeAll } from "./freeze-all.ts";
import type { FiringScope } from "./hook-firings.ts";
import type { HookScope } from "./hook-scope.ts";
import type { Firing } from "./machine/index.ts";
import type { StepPlan } from "./machine/plan.ts";
import type { RunDeps } from "./run-deps.ts";
import { withConstants } from "./with-constants.ts";

/** Makes the events of a run's hooks: every plugin gets one of its own, with nothing in it that the run still needs. */
export interface HookEvents {
  /** A moment in the life of a firing. Many of them, so it costs little: what few plugins look at is made when they do. */
  node<More extends object>(plugin: string, moment: Moment, more: More): NodeEvent & More;
  /** The end of a firing: the one that most plugins hear. */
  completed(plugin: string, moment: Completed, result: JsonObject): CompletedEvent;
  /** A moment in the life of the run. */
  graph<More extends object>(plugin: string, scope: HookScope, seq: number, more: More): GraphEvent & More;
  /** The values of outputs; there is something to wait for only when they are stored apart. */
  result(outputs: Readonly<Record<string, Token>>): JsonObject | Promise<JsonObject>;
}

type CompletedEvent = Parameters<HookMap["afterNodeExecute"]>[0];

/** A firing that has its outputs, stored as they are. */
export interface Completed extends Moment {
  readonly outputs: Readonly<Record<string, Token>>;
  /** Who answered in the place of its execution. */
  readonly answeredBy: string | undefined;
  /** Seconds. */
  readonly duration: number;
}

/** A firing as it was at a position of the journal. */
export interface Moment {
  readonly firing: Firing;
  readonly scope: FiringScope;
  readonly seq: number;
  /** The firing's own number may be the next one by now. */
  readonly attempt: number;
}

/** Makes the maker of a run's events. */
export function createHookEvents({ run: runId, resumed, state, tokens, operations }: RunDeps): HookEvents {
  const digests = new Map<StepPlan, string>();
  const digestOf = (plan: StepPlan): string => {
    const known = digests.get(plan);
    if (known !== undefined) return known;
    const ref = operationOf(plan);
    const work = ref ? [ref.name, ref.version, operations.of(ref).params] : [plan.step.kind];
    const digest = createHash("sha256").update(canonicalJson(work)).digest("hex");
    digests.set(plan, digest);
    return digest;
  };
  const inputsOf = async (firing: Firing): Promise<JsonObject> =>
    detach(withConstants(firing, await tokens.readAll(firing.inputs)));
  const facts: RunFacts = { runId, resumed, digestOf, inputsOf };
  return {
    node: (plugin, moment, more) => Object.assign(new FiringEvent(facts, plugin, moment), more),
    completed: (plugin, moment, result) => new CompletedFiringEvent(facts, plugin, moment, result),
    graph(plugin, scope, seq, more) {
      const { graph, steps: all } = state.plan;
      return {
        ...more,
        runId,
        seq,
        resumed,
        rootId: graph.name,
        nodeCount: all.size,
        isAsync: true,
        reporter: scope.reporter(plugin),
      };
    },
    result(outputs) {
      const values: Record<string, Json> = {};
      let isDetached = true;
      for (const name of Object.keys(outputs)) {
        const token = outputs[name] as Token;
        if (!("value" in token)) return tokens.readAll(outputs).then((read) => freezeAll(detach(read)));
        const { value } = token;
        values[name] = value;
        if (typeof value === "object" && value !== null) isDetached = false;
      }
      return isDetached ? Object.freeze(values) : freezeAll(copyJson(values));
    },
  };
}

/** What all events of a run's firings have in common. */
interface RunFacts {
  readonly runId: string;
  readonly resumed: boolean;
  readonly digestOf: (plan: StepPlan) => string;
  readonly inputsOf: (firing: Firing) => Promise<JsonObject>;
}

/** A class, because that is made in half the time of an object that gets its members one after the other. All of them are its own. */
class FiringEvent implements NodeEvent {
  readonly runId: string;
  readonly seq: number;
  readonly key: string;
  readonly attempt: number;
  readonly resumed: boolean;
  readonly metadata: NodeMetadata;
  readonly inputs: NodeEvent["inputs"];
  readonly reporter: Reporter;
  readonly onDispose: NodeEvent["onDispose"];

  constructor(facts: RunFacts, plugin: string, { firing, scope, seq, attempt }: Moment) {
    this.runId = facts.runId;
    this.seq = seq;
    this.key = scope.name;
    this.attempt = attempt;
    this.resumed = facts.resumed;
    this.metadata = new StepMetadata(firing.plan, facts.digestOf);
    this.inputs = () => facts.inputsOf(firing);
    this.reporter = scope.reporter(plugin);
    this.onDispose = (dispose) => scope.defer(plugin, dispose);
  }
}

class CompletedFiringEvent extends FiringEvent implements CompletedEvent {
  readonly result: JsonObject;
  readonly duration: number;

  constructor(facts: RunFacts, plugin: string, moment: Completed, result: JsonObject) {
    super(facts, plugin, moment);
    this.result = result;
    this.duration = moment.duration;
  }
}

/** A class, because an object with a getter of its own takes as long to make as all the rest of an event. */
class StepMetadata implements NodeMetadata {
  readonly name: string;
  readonly kind: NodeMetadata["kind"];
  readonly operation: string;
  readonly #plan: StepPlan;
  readonly #digestOf: (plan: StepPlan) => string;

  constructor(plan: StepPlan, digestOf: (plan: StepPlan) => string) {
    const { path, step } = plan;
    this.name = path;
    this.kind = step.kind;
    this.operation = operationOf(plan)?.name ?? step.kind;
    this.#plan = plan;
    this.#digestOf = digestOf;
  }

  /** Made when a plugin asks for it first: parameters can be large. */
  get digest(): string {
    return this.#digestOf(this.#plan);
  }
}

/** Values that a plugin may keep or change without the run's noticing. */
function detach(values: JsonObject): JsonObject {
  for (const value of Object.values(values)) if (typeof value === "object" && value !== null) return copyJson(values);
  return values;
}

function operationOf({ step }: StepPlan): OperationRef | undefined {
  return step.kind === "loop" ? step.condition : "operation" in step ? step.operation : undefined;
}
