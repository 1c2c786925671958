import type { Json, StepInput } from "@sluice/contracts";
import type { LinkSource, Sink } from "../model/index.ts";
import { portAtDepth } from "./port-at-depth.ts";
import type { Scope, Translation } from "./translation.ts";
import { waitFor } from "./wait-for.ts";

/** A sink with the default that replaces null. */
export interface DefaultedSink extends Sink {
  readonly default?: Json;
}

/** Where the values of a sink's sources come from. */
export type Resolve = (source: LinkSource) => StepInput;

/**
 * Makes one value of a sink's sources: linkMerge, then pickValue, then the default. A plain link costs nothing;
 * everything else is a step at `path`.
 */
export function linkSources(
  translation: Translation,
  scope: Scope,
  path: string,
  sink: DefaultedSink,
  resolve: Resolve,
): StepInput {
  const sources = sink.source.map((source) => ({ name: nameOf(source), from: resolve(source) }));
  const [first] = sources;
  if (!first) return { value: sink.default ?? null };

  const single = sources.length === 1 && sink.linkMerge === undefined;
  if (single && sink.pickValue === undefined) {
    if (sink.default === undefined) return first.from;
    if ("value" in first.from) return { value: first.from.value ?? sink.default };
  }
  // `merge_nested` is what several sources mean without a word.
  const nested = !single && sink.linkMerge !== "merge_flattened" && sink.pickValue === undefined;
  const names = distinct(sources.map(({ name }) => name));
  const inputs = Object.fromEntries(sources.map(({ from }, index) => [names[index] as string, from]));
  if (nested) return combine(translation, scope, path, names, inputs);
  return portAtDepth(translation, scope, path, {
    sources: names,
    inputs,
    // A method that was asked for makes a list, also of a single link.
    sourceIsList: sink.sourceIsList || sink.linkMerge !== undefined || sources.length > 1,
    linkMerge: sink.linkMerge ?? (single ? undefined : "merge_nested"),
    pickValue: sink.pickValue,
    default: sink.default,
    position: translation.positionOf(sink),
  });
}

function combine(
  translation: Translation,
  scope: Scope,
  path: string,
  order: readonly string[],
  inputs: Readonly<Record<string, StepInput>>,
): StepInput {
  const constants = order.map((name) => inputs[name]).flatMap((from) => (from && "value" in from ? [from.value] : []));
  if (constants.length === order.length) return { value: constants };
  const { builder } = translation;
  const step = builder.freePath(path);
  const output = builder.addPort(`${step}/value`, scope.depth);
  builder.addStep(step, {
    kind: "combine",
    method: "list",
    depth: scope.depth,
    inputs,
    ...waitFor(translation, scope, inputs),
    order,
    output,
  });
  return { port: output };
}

function nameOf(source: LinkSource): string {
  return "input" in source ? source.input : `${source.step}/${source.output}`;
}

/** The same source may be named twice. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}
