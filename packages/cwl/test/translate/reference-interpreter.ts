import type { Json } from "@sluice/contracts";
import type { LinkSource, Process, Sink, Workflow, WorkflowStep } from "../../src/model/index.ts";
import { evaluate, isTrue, mergeAndPick, runTool } from "./fake-operation.ts";

type Values = Readonly<Record<string, Json>>;

/** What the specification says of a workflow, followed to the letter and without any graph. */
export function interpret(process: Process, given: Values): Values {
  if (process.class !== "Workflow") return runTool(process.id, given);
  const inputs = Object.fromEntries(process.inputs.map(({ id, default: other }) => [id, given[id] ?? other ?? null]));
  const results = new Map<string, Values>();
  const resolve = (source: LinkSource): Json =>
    ("input" in source ? inputs[source.input] : results.get(source.step)?.[source.output]) ?? null;
  for (const step of process.steps) results.set(step.id, interpretStep(step, resolve));
  return outputsOf(process, resolve);
}

function outputsOf(process: Workflow, resolve: (source: LinkSource) => Json): Values {
  return Object.fromEntries(process.outputs.map((output) => [output.id, linked(output, resolve)]));
}

function interpretStep(step: WorkflowStep, resolve: (source: LinkSource) => Json): Values {
  const values = Object.fromEntries(step.in.map((each) => [each.id, linked(each, resolve) ?? each.default ?? null]));
  const lists = step.scatter.map((name) => {
    const list = values[name];
    if (!Array.isArray(list)) throw new Error(`${name} is no list`);
    return { name, list: list as Json[] };
  });
  if (lists.length === 0) return interpretJob(step, values);

  const nested = (depth: number, chosen: Values): Json | Values => {
    const next = lists[depth];
    if (!next) return interpretJob(step, { ...values, ...chosen });
    return gather(
      step,
      next.list.map((item) => nested(depth + 1, { ...chosen, [next.name]: item }) as Values),
    );
  };
  const method = lists.length > 1 ? step.scatterMethod : "dotproduct";
  if (method === "nested_crossproduct") return nested(0, {}) as Values;
  if (method === "dotproduct") {
    const length = lists[0]?.list.length ?? 0;
    if (lists.some(({ list }) => list.length !== length)) throw new Error("lengths differ");
    const jobs = Array.from({ length }, (_, index) => lists.map(({ name, list }) => [name, list[index] as Json]));
    return gather(
      step,
      jobs.map((chosen) => interpretJob(step, { ...values, ...Object.fromEntries(chosen) })),
    );
  }
  const flat = lists.reduce<Values[]>(
    (jobs, { name, list }) => jobs.flatMap((job) => list.map((item) => ({ ...job, [name]: item }))),
    [{}],
  );
  return gather(
    step,
    flat.map((chosen) => interpretJob(step, { ...values, ...chosen })),
  );
}

function gather(step: WorkflowStep, jobs: readonly Values[]): Values {
  return Object.fromEntries(step.out.map((name) => [name, jobs.map((job) => job[name] ?? null)]));
}

function interpretJob(step: WorkflowStep, values: Values): Values {
  const computed = step.in.map(({ id, valueFrom }) => [
    id,
    valueFrom === undefined ? values[id] : evaluate(valueFrom, values, values[id] ?? null),
  ]);
  const inputs = Object.fromEntries(computed) as Values;
  if (step.when !== undefined && !isTrue(evaluate(step.when, inputs, null))) {
    return Object.fromEntries(step.out.map((name) => [name, null]));
  }
  const declared = step.run.inputs.map(({ id }) => [id, inputs[id] ?? null]);
  const results = interpret(step.run, Object.fromEntries(declared) as Values);
  return Object.fromEntries(step.out.map((name) => [name, results[name] ?? null]));
}

function linked(sink: Sink, resolve: (source: LinkSource) => Json): Json {
  return sink.source.length === 0 ? null : mergeAndPick(sink.source.map(resolve), sink);
}
