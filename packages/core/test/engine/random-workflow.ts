import fc from "fast-check";
import type { Json, PortId, WorkflowGraph } from "@sluice/contracts";
import { createGraphBuilder } from "../../src/graph/index.ts";
import type { Firing } from "../../src/engine/machine/index.ts";
import type { GraphBuilder } from "../../src/graph/index.ts";

/** A chain of stages; a scatter holds the chain that each element goes through. */
export type Stage =
  | { readonly kind: "transform" | "execute" | "conditional" }
  | { readonly kind: "loop"; readonly rounds: number; readonly collect: "last" | "all" }
  | {
      readonly kind: "scatter";
      readonly method: "dotproduct" | "nested_crossproduct" | "flat_crossproduct";
      readonly body: readonly Stage[];
    };

const leaf: fc.Arbitrary<Stage> = fc.oneof(
  fc.constantFrom("transform", "execute", "conditional").map((kind): Stage => ({ kind })),
  fc.record({
    kind: fc.constant("loop" as const),
    rounds: fc.nat(3),
    collect: fc.constantFrom("last" as const, "all" as const),
  }),
);

/** Random chains, up to three scatters deep. */
export const stages: fc.Arbitrary<readonly Stage[]> = fc.letrec<{ chain: readonly Stage[]; scatter: Stage }>((tie) => ({
  chain: fc.array(fc.oneof({ maxDepth: 3 }, leaf, tie("scatter")), { minLength: 1, maxLength: 3 }),
  scatter: fc.record({
    kind: fc.constant("scatter" as const),
    method: fc.constantFrom("dotproduct" as const, "nested_crossproduct" as const, "flat_crossproduct" as const),
    body: tie("chain"),
  }),
})).chain;

/** The graph of a chain that begins with the input `x` and ends in the output `y`. */
export function graphOf(chain: readonly Stage[]): WorkflowGraph {
  const builder = createGraphBuilder({ name: "random", frontend: "test" });
  const end = addChain(builder, chain, builder.addInput("x"), 0);
  builder.setOutput("y", end);
  return builder.build();
}

function addChain(builder: GraphBuilder, chain: readonly Stage[], from: PortId, depth: number): PortId {
  return chain.reduce((port, stage) => addStage(builder, stage, port, depth), from);
}

const ref = (name: string, params: Json = null): { name: string; version: number; params: Json } => ({
  name,
  version: 1,
  params,
});

function addStage(builder: GraphBuilder, stage: Stage, from: PortId, depth: number): PortId {
  const inputs = { x: { port: from } };
  switch (stage.kind) {
    case "transform":
    case "execute": {
      const out = builder.addPort("/out", depth);
      builder.addStep("/step", { kind: stage.kind, depth, inputs, outputs: { y: out }, operation: ref("hash") });
      return out;
    }
    case "conditional": {
      const gated = builder.addPort("/gated", depth);
      const out = builder.addPort("/out", depth);
      builder.addStep("/if", {
        kind: "conditional",
        depth,
        inputs,
        operation: ref("even"),
        outputs: { x: gated },
        otherwise: [out],
      });
      builder.addStep("/then", {
        kind: "transform",
        depth,
        inputs: { x: { port: gated } },
        outputs: { y: out },
        operation: ref("hash"),
      });
      return out;
    }
    case "loop": {
      const body = builder.addPort("/body", depth + 1);
      const next = builder.addPort("/next", depth + 1);
      const out = builder.addPort("/out", depth);
      const condition = ref("rounds", stage.rounds);
      const step = {
        depth,
        inputs,
        condition,
        body: { x: body },
        next: { x: next },
        results: { y: next },
        outputs: { y: out },
      };
      builder.addStep("/loop", { kind: "loop", ...step, collect: stage.collect });
      const operation = ref("hash");
      builder.addStep("/round", {
        kind: "transform",
        depth: depth + 1,
        inputs: { x: { port: body } },
        outputs: { y: next },
        operation,
      });
      return out;
    }
    case "scatter": {
      const levels = stage.method === "nested_crossproduct" ? 2 : 1;
      const lists = builder.addPort("/list", depth);
      builder.addStep("/listed", { kind: "transform", depth, inputs, outputs: { y: lists }, operation: ref("list") });
      const a = builder.addPort("/a", depth + 1);
      const b = builder.addPort("/b", depth + levels);
      const scatter = builder.addStep("/scatter", {
        kind: "scatter",
        depth,
        inputs: { a: { port: lists }, b: { port: lists } },
        method: stage.method,
        scatter: ["a", "b"],
        outputs: { a, b },
      });
      const pair = builder.addPort("/pair", depth + levels);
      builder.addStep("/join", {
        kind: "transform",
        depth: depth + levels,
        // `whole` is shallower than the step: it serves every element.
        inputs: { a: { port: a }, b: { port: b }, whole: { port: from } },
        outputs: { y: pair },
        operation: ref("join"),
      });
      const end = addChain(builder, stage.body, pair, depth + levels);
      const out = builder.addPort("/out", depth);
      builder.addStep("/gather", { kind: "gather", depth, inputs: { y: { port: end } }, scatter, outputs: { y: out } });
      return out;
    }
  }
}

const hash = (...values: readonly Json[]): number => {
  let sum = 7;
  for (const character of JSON.stringify(values)) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return sum;
};

/** A list of 0 to 3 elements that depends on the value. */
const listFor = (value: Json): number[] => Array.from({ length: hash(value) % 4 }, (_, index) => hash(value, index));

/** What the operations of these graphs do. */
export function behave(
  rounds: Map<string, number>,
): (firing: Firing, inputs: Record<string, Json>) => Record<string, Json> {
  return (firing, inputs) => {
    const { step } = firing.plan;
    const operation = step.kind === "loop" ? step.condition : "operation" in step ? step.operation : undefined;
    switch (operation?.name) {
      case "hash":
        return { y: hash(inputs["x"] ?? null) };
      case "even":
        return { result: hash(inputs["x"] ?? null) % 2 === 0 };
      case "list":
        return { y: listFor(inputs["x"] ?? null) };
      case "join":
        return { y: hash(inputs["a"] ?? null, inputs["b"] ?? null, inputs["whole"] ?? null) };
      case "rounds": {
        const key = `${firing.plan.path}#${firing.tag}`;
        const done = rounds.get(key) ?? 0;
        const more = done < (operation.params as number);
        rounds.set(key, done + 1);
        return { result: more };
      }
      default:
        throw new Error(`no operation ${operation?.name}`);
    }
  };
}

/** What a chain makes of a value, told without a graph. */
export function expected(chain: readonly Stage[], value: Json): Json {
  return chain.reduce<Json>((current, stage) => {
    switch (stage.kind) {
      case "transform":
      case "execute":
        return hash(current);
      case "conditional":
        return hash(current) % 2 === 0 ? hash(current) : null;
      case "loop": {
        const all: Json[] = [];
        let last = current;
        for (let round = 0; round < stage.rounds; round += 1) {
          last = hash(last);
          all.push(last);
        }
        return stage.collect === "all" ? all : (all.at(-1) ?? null);
      }
      case "scatter": {
        const list = listFor(current);
        const element = (a: Json, b: Json): Json => expected(stage.body, hash(a, b, current));
        if (stage.method === "dotproduct") return list.map((each) => element(each, each));
        const rows = list.map((a) => list.map((b) => element(a, b)));
        return stage.method === "nested_crossproduct" ? rows : rows.flat();
      }
    }
  }, value);
}
