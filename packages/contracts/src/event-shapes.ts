import type { RunEventType } from "./run-event.ts";

/** Looks at a value; answers where it is not as it must be, such as `.graph.steps./a.kind`, or undefined. */
type Shape = (value: unknown) => string | undefined;

type Fields = Readonly<Record<string, Shape>>;

const is =
  (test: (value: unknown) => boolean): Shape =>
  (value) =>
    test(value) ? undefined : "";
const anything: Shape = () => undefined;
const text = is((value) => typeof value === "string");
const flag = is((value) => typeof value === "boolean");
const number = is((value) => typeof value === "number");
const count = is((value) => Number.isSafeInteger(value) && (value as number) >= 0);
const positive = is((value) => Number.isSafeInteger(value) && (value as number) > 0);
const object = is(isObject);
const word = (...words: readonly string[]): Shape => is((value) => words.includes(value as string));

/** A field that may be missing. */
const maybe =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined ? undefined : shape(value);

const listOf =
  (item: Shape): Shape =>
  (value) =>
    Array.isArray(value) ? firstFault(value.entries(), () => item) : "";

const mapOf =
  (item: Shape): Shape =>
  (value) =>
    isObject(value) ? firstFault(Object.entries(value), () => item) : "";

/** Further fields may be there: a later Sluice of the same version may have added some. */
const record =
  (fields: Fields): Shape =>
  (value) =>
    isObject(value)
      ? firstFault(
          Object.keys(fields).map((key) => [key, value[key]]),
          (key) => fields[key],
        )
      : "";

/** One of several records, told by a field that it has. */
const choice =
  (variants: Fields): Shape =>
  (value) => {
    if (!isObject(value)) return "";
    const [, shape] = Object.entries(variants).find(([key]) => Object.hasOwn(value, key)) ?? [];
    return shape === undefined ? "" : shape(value);
  };

function firstFault(
  parts: Iterable<readonly [string | number, unknown]>,
  shapeOf: (key: string | number) => Shape | undefined,
): string | undefined {
  for (const [key, part] of parts) {
    const fault = shapeOf(key)?.(part);
    if (fault !== undefined) return `.${key}${fault}`;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const blob = record({ digest: text, bytes: count, length: maybe(count) });
const token: Shape = choice({
  value: anything,
  blob: record({ blob }),
  item: record({ item: blob, index: count }),
  list: (value) => record({ list: listOf(token) })(value),
});
const tokens = mapOf(token);
const ports = mapOf(text);
const operation = record({ name: text, version: number, params: anything });
const ofStep: Fields = {
  depth: count,
  inputs: mapOf(choice({ port: record({ port: text }), value: anything })),
  after: maybe(listOf(text)),
};
const stepKinds: Readonly<Record<string, Shape>> = {
  execute: record({
    ...ofStep,
    outputs: ports,
    operation,
    hardware: maybe(mapOf(number)),
    updates: maybe(flag),
    more: maybe(flag),
  }),
  transform: record({ ...ofStep, outputs: ports, operation, more: maybe(flag) }),
  conditional: record({ ...ofStep, outputs: ports, operation, otherwise: listOf(text) }),
  scatter: record({
    ...ofStep,
    method: word("dotproduct", "nested_crossproduct", "flat_crossproduct"),
    scatter: listOf(text),
    outputs: ports,
  }),
  gather: record({ ...ofStep, scatter: text, outputs: ports }),
  combine: record({ ...ofStep, method: word("list", "first"), order: listOf(text), output: text }),
  loop: record({
    ...ofStep,
    condition: operation,
    body: ports,
    next: ports,
    results: ports,
    outputs: ports,
    collect: word("last", "all"),
  }),
};
const step: Shape = (value) => {
  const kind = isObject(value) ? value["kind"] : undefined;
  const shape = typeof kind === "string" && Object.hasOwn(stepKinds, kind) ? stepKinds[kind] : undefined;
  return shape === undefined ? ".kind" : shape(value);
};
const graph = record({
  name: text,
  frontend: text,
  inputs: ports,
  outputs: ports,
  ports: mapOf(record({ depth: count })),
  steps: mapOf(step),
  definitions: object,
});
const optionFields: Fields = {
  onError: word("stop", "continue"),
  window: positive,
  attempts: positive,
  outdir: maybe(text),
  cache: maybe(record({ folder: text, store: maybe(text) })),
  checkInputs: maybe(word("stamp", "content", "none")),
  commandScripts: maybe(word("all", "failed")),
};
const partialOptions = record(
  Object.fromEntries(Object.entries(optionFields).map(([key, shape]) => [key, maybe(shape)])),
);
const key: Fields = { step: text, tag: text, attempt: count };
const exit = maybe(record({ code: number, signal: maybe(text), timedOut: maybe(flag), usage: mapOf(number) }));
const error = record({
  code: text,
  message: text,
  retryable: flag,
  position: maybe(record({ file: text, line: number, column: number })),
  hint: maybe(text),
  actor: maybe(text),
});

/** What the data of each type of event must have, in its current version. */
const eventShapes: Readonly<Record<RunEventType, Shape>> = {
  run_created: record({
    run: text,
    nonce: maybe(text),
    graph,
    inputs: tokens,
    secrets: maybe(flag),
    options: record(optionFields),
    engine: text,
    inputStamps: maybe(token),
    documentStamps: maybe(token),
    plugins: mapOf(record({ version: text, integrity: maybe(text), bundled: maybe(flag) })),
    origin: object,
  }),
  run_started: record({
    host: text,
    pid: number,
    engine: text,
    retryFailed: flag,
    freshAttempts: flag,
    options: maybe(partialOptions),
    acceptedStamps: maybe(token),
  }),
  inputs_opened: record({ ...key, paths: listOf(text), read: maybe(listOf(text)) }),
  job_scheduled: record({
    ...key,
    job: text,
    deployment: text,
    location: text,
    directory: text,
    local: maybe(flag),
    hardware: mapOf(number),
  }),
  job_submitted: record({ ...key, handle: record({ id: text, data: object }), command: maybe(token) }),
  step_completed: record({ ...key, outputs: tokens, exit, answeredBy: maybe(text) }),
  step_failed: record({ ...key, error, exit, retry: maybe(record({ delayMs: number })), uncounted: maybe(flag) }),
  cancel_requested: record({ reason: text }),
  step_cancelled: record(key),
  run_completed: record({ outputs: tokens }),
  run_failed: record({ outputs: tokens, failures: listOf(record({ step: text, tag: text, error })) }),
  run_cancelled: record({ reason: text }),
  hooks_told: record({ told: count }),
};

/** Where the data of an event are not as its type wants them, such as `.handle.id`; undefined when they are. */
export function eventFault(type: string, data: unknown): string | undefined {
  const shape = (eventShapes as Readonly<Record<string, Shape | undefined>>)[type];
  return shape?.(data) ?? record({ told: maybe(count) })(data);
}
