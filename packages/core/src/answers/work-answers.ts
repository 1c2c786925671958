import type {
  Command,
  Executor,
  ExecutorHandle,
  FailureManager,
  FailureManagerFactory,
  Frontend,
  JobOperation,
  JobOperationInput,
  JobRequest,
  LoadedWorkflow,
  Operation,
  RunReporter,
  RunReporterFactory,
  ValueOperation,
} from "@sluice/contracts";
import type { Answers, AnswersOf } from "./answer.ts";
import {
  every,
  filledText,
  listOf,
  number,
  oneOf,
  optional,
  record,
  text,
  truth,
  withMethods,
  wrong,
  type Check,
} from "./check.ts";
import { closing, making } from "./environment-answers.ts";
import { plainJson, plainObject } from "./plain-json.ts";
import { hardwareAsked, jobRequest, movedTarget, writesOutside } from "./shapes.ts";

const valueOperation: AnswersOf<ValueOperation> = { evaluate: { limit: "operation", check: plainObject } };

const jobOperation: AnswersOf<JobOperation> = {
  requirements: { limit: "operation", check: hardwareAsked, optional: true },
  cacheKey: { limit: "operation", check: optional(plainJson), optional: true },
  moveTo: { limit: "operation", check: movedTarget, optional: true },
  prepare: { limit: "operation", check: jobRequest, fits: staysInside },
  collect: { limit: "operation", check: plainObject },
};

/** Which of them must be there depends on its kind. */
const operation: Answers = Object.fromEntries(
  Object.entries({ ...valueOperation, ...jobOperation }).map(([name, answer]) => [name, { ...answer, optional: true }]),
);
const isOperation: Check = every(
  record({ kind: oneOf("value", "job"), version: number({ least: 0, whole: true }) }),
  (value, at) => {
    const methods = (value as Operation).kind === "value" ? ["evaluate"] : ["prepare", "collect"];
    return withMethods(...methods)(value, at);
  },
);

const optionalText = optional(text);
const warnings = listOf(record({ code: filledText, message: text }));

const workflow: AnswersOf<LoadedWorkflow> = {
  readInputs: {
    limit: "setup",
    check: record({ inputs: plainObject, warnings, lookedFor: optional(listOf(filledText)) }),
    waitsFor: ["transfer-scheme"],
  },
  translate: { limit: "setup", check: record({ graph: plainObject, inputs: plainObject, warnings }) },
  references: {
    limit: "none",
    instant: true,
    optional: true,
    check: listOf(record({ uri: filledText, type: oneOf("File", "Directory") })),
  },
  pack: { limit: "none", instant: true, optional: true, check: plainObject },
  targets: {
    limit: "none",
    instant: true,
    optional: true,
    check: listOf(record({ of: text, kind: oneOf("output", "input", "step"), names: listOf(text) })),
  },
  jobTemplate: { limit: "none", instant: true, optional: true, check: text },
};

const loaded = record({
  name: text,
  doc: optionalText,
  inputs: listOf(
    record({
      name: filledText,
      type: text,
      doc: optionalText,
      required: truth,
      default: optional(plainJson),
      flag: truth,
      list: truth,
    }),
  ),
  outputs: listOf(record({ name: filledText, type: text, doc: optionalText })),
  warnings,
  documents: listOf(text),
});

const frontend: AnswersOf<Frontend> = {
  detect: { limit: "none", instant: true, check: truth },
  load: { limit: "setup", check: loaded, makes: () => workflow, waitsFor: ["transfer-scheme"] },
  processes: { limit: "setup", optional: true, check: listOf(filledText), waitsFor: ["transfer-scheme"] },
};

const handle: AnswersOf<ExecutorHandle> = { cancel: { limit: "answer" } };
const begun = record({
  id: filledText,
  result: (value, at) => (value instanceof Promise ? undefined : wrong(at, "a promise", value)),
});

const executor: AnswersOf<Executor> = {
  submit: { limit: "none", instant: true, check: begun, makes: () => handle },
  [Symbol.asyncDispose]: closing,
};

const retry = record({ action: oneOf("retry"), delayMs: number({ least: 0 }) });
const decision: Check = (value, at) => {
  const { action } = (value ?? {}) as { readonly action?: unknown };
  if (action === "fail") return undefined;
  return action === "retry" ? retry(value, at) : wrong(`${at}.action`, "one of fail, retry", action);
};

const failureManager: AnswersOf<FailureManager> = {
  open: { limit: "setup", optional: true },
  restore: { limit: "setup" },
  decide: { limit: "answer", check: decision },
  [Symbol.asyncDispose]: { ...closing, optional: true },
};

const failureManagerFactory: AnswersOf<FailureManagerFactory> = {
  create: { ...making, makes: () => failureManager },
};

const reporter: AnswersOf<RunReporter> = {
  event: { limit: "none", instant: true },
  end: { limit: "answer", optional: true },
  [Symbol.asyncDispose]: { ...closing, optional: true },
};

const reporterFactory: AnswersOf<RunReporterFactory> = { create: { ...making, makes: () => reporter } };

/** A command takes as long as it takes. */
const command: AnswersOf<Command> = { run: { limit: "none", check: number({ least: 0, whole: true }) } };

/** The points of what is done, and of who says so. */
export const workAnswers = {
  command: { own: command },
  executor: { own: executor },
  "failure-manager": { own: failureManagerFactory },
  frontend: { own: frontend, check: record({ extensions: listOf(filledText) }) },
  operation: { own: operation, check: isOperation },
  reporter: { own: reporterFactory },
};

/** What it writes belongs to its job. */
function staysInside(request: JobRequest, { directories }: JobOperationInput): string | undefined {
  return writesOutside(request, directories.job);
}
