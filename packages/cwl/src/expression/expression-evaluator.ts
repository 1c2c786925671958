import { maxValueDepth, nestsDeeper, type Json, type JsonObject } from "@sluice/contracts";
import type { CwlVersion } from "../model/index.ts";
import { needsJavascript, referenceFailed, resultTooDeep, sandboxError, unfinished } from "./expression-error.ts";
import { interpolatedText } from "./interpolated-text.ts";
import { reachOf, unionOfReach, type MentionedInputs, type ScriptReach } from "./script-reach.ts";
import { evaluateReference } from "./parameter-reference.ts";
import { createSandboxClient, type SandboxOutcome } from "./sandbox-client.ts";
import { needsEvaluation, parseTemplate, type ExpressionPart, type Template } from "./template.ts";
import { parseResult, wideIntegers } from "./wide-integers.ts";
import type { WorkerTask } from "./worker-protocol.ts";

export interface ExpressionScope {
  /** Whether InlineJavascriptRequirement is in force; without it only parameter references are evaluated. */
  readonly javascript: boolean;
  /** Code that is evaluated before each expression; an array that is reused is recognised without a look at its text. */
  readonly expressionLib: readonly string[];
  /** The version that the document was written in: it decides about backslashes. */
  readonly cwlVersion: CwlVersion;
  /** Limit of each expression, in milliseconds; see {@link ExpressionLimits}. */
  readonly timeoutMs?: number;
}

export interface Evaluation {
  /** The string to evaluate. One without an expression comes back unchanged. */
  readonly expression: string;
  /** Value of `self`; null when absent. */
  readonly self?: Json;
  /** For messages, such as `outputs.x.outputBinding.glob`. */
  readonly where?: string;
  /**
   * Keep white space around the text, as the `entry` of a Dirent asks: `"$(inputs.x)\n"` is then text with a line end, not the
   * value itself. Default: false.
   */
  readonly keepWhitespace?: boolean;
}

export interface EvaluationRequest {
  readonly scope: ExpressionScope;
  readonly inputs: JsonObject;
  readonly runtime: JsonObject;
  readonly evaluations: readonly Evaluation[];
  readonly signal?: AbortSignal;
  /** Limit of each expression, in milliseconds; see {@link ExpressionLimits}. */
  readonly timeoutMs?: number;
  /** Limit of each expression, in bytes; see {@link ExpressionLimits}. */
  readonly memoryBytes?: number;
}

export interface ExpressionLimits {
  /** How long one expression, or the loading of its library, may run. Default: 20000 milliseconds. */
  readonly timeoutMs?: number;
  /** How much memory JavaScript may allocate, its inputs included. Default: 256 MiB; less than 2 MiB counts as 2 MiB. */
  readonly memoryBytes?: number;
}

/**
 * Evaluates CWL expressions. Parameter references are answered here; JavaScript runs in a sandbox in a thread of its own, started
 * when the first expression needs it.
 */
export interface ExpressionEvaluator extends AsyncDisposable {
  /**
   * Evaluates all strings of one job in one round trip; results in the order of the evaluations.
   *
   * Errors: CWL_EXPRESSION (the first evaluation that failed), EXPRESSION_TIMEOUT, EXPRESSION_MEMORY, or the reason of the signal.
   */
  evaluateAll(request: EvaluationRequest): Promise<readonly Json[]>;
  /** Starts the thread now, for those who know that they need it soon: that takes longer than most expressions. */
  prepare(): void;
}

const defaultTimeoutMs = 20_000;
const defaultMemoryBytes = 256 * 1024 * 1024;
const minMemoryBytes = 2 * 1024 * 1024;
/** Characters of a text with expressions in it. */
const maxTextLength = 64 * 1024 * 1024;
const maxCached = 4000;
const maxCachedCharacters = 16 * 1024 * 1024;

interface Plan {
  readonly evaluation: Evaluation;
  readonly template: Template;
  /** Values of the parts, by position; parts that JavaScript answers are filled in later. */
  readonly values: (Json | undefined)[];
}

interface PlannedTask {
  readonly plan: Plan;
  readonly position: number;
  readonly part: ExpressionPart;
}

export function createExpressionEvaluator(limits: ExpressionLimits = {}): ExpressionEvaluator {
  const client = createSandboxClient();
  const templates = boundedCache<Template>();
  const reaches = boundedCache<ScriptReach>();

  function templateOf(evaluation: Evaluation, cwlVersion: CwlVersion): Template {
    const keepWhitespace = evaluation.keepWhitespace === true;
    const key = `${cwlVersion}${keepWhitespace ? "+" : "-"}${evaluation.expression}`;
    return templates(key, () => parseTemplate(evaluation.expression, { cwlVersion, keepWhitespace }));
  }

  /** Answers what needs no JavaScript and returns the rest. */
  function plan(request: EvaluationRequest, evaluation: Evaluation): { plan: Plan; tasks: PlannedTask[] } {
    const { inputs, runtime, scope } = request;
    const template = templateOf(evaluation, scope.cwlVersion);
    if (template.unfinished !== undefined) throw unfinished(evaluation.expression, template.unfinished, evaluation);
    const made: Plan = { evaluation, template, values: [] };
    const tasks: PlannedTask[] = [];
    for (const [position, part] of template.parts.entries()) {
      if (typeof part === "string") {
        made.values[position] = part;
        continue;
      }
      const answer =
        part.reference && evaluateReference(part.reference, { inputs, runtime, self: evaluation.self ?? null });
      if (answer !== undefined && "value" in answer) made.values[position] = answer.value;
      // What a reference must not do, JavaScript may: a missing field is undefined there, a string has a length.
      else if (scope.javascript) tasks.push({ plan: made, position, part });
      else
        throw answer === undefined
          ? needsJavascript(part, evaluation)
          : referenceFailed(part, evaluation, answer.problem);
    }
    return { plan: made, tasks };
  }

  async function runTasks(request: EvaluationRequest, tasks: readonly PlannedTask[]): Promise<void> {
    const { expressionLib } = request.scope;
    const reach = [...expressionLib, ...tasks.map((task) => task.part.body)]
      .map((script) => reaches(script, () => reachOf(script)))
      .reduce(unionOfReach);
    const timeoutMs = request.timeoutMs ?? request.scope.timeoutMs ?? limits.timeoutMs ?? defaultTimeoutMs;
    const memoryBytes = Math.max(minMemoryBytes, request.memoryBytes ?? limits.memoryBytes ?? defaultMemoryBytes);
    const selves = tasks.map(({ plan: { evaluation } }) => (reach.self ? selfText(evaluation.self ?? null) : "null"));
    const selected = selectInputs(request.inputs, reach.inputs);
    const inputs = jsonText(selected);
    const wide = wideIntegers(selected, inputs);
    const job = {
      expressionLib,
      timeoutMs,
      memoryBytes,
      inputs: inputs ?? "{}",
      ...(wide !== undefined && { wide }),
      runtime: reach.runtime ? JSON.stringify(request.runtime) : "null",
      tasks: tasks.map(({ part }, index): WorkerTask => ({
        form: part.form,
        body: part.body,
        self: selves[index] ?? "null",
      })),
    };
    const tooLarge: SandboxOutcome | undefined =
      inputs === undefined || selves.includes(undefined) || inputs.length > memoryBytes
        ? { task: 0, failure: { kind: "memory", message: "its inputs alone are larger" } }
        : undefined;
    const outcome = tooLarge ?? (await client.run(job, request.signal));
    if ("failure" in outcome) {
      const { part, plan: failed } = tasks[outcome.task] as PlannedTask;
      throw sandboxError(outcome.failure, part, failed.evaluation, { timeoutMs, memoryBytes });
    }
    for (const [index, task] of tasks.entries()) {
      const text = outcome.values[index] ?? "null";
      const value = parseResult(text);
      // Each level needs two brackets.
      if (text.length > 2 * maxValueDepth && nestsDeeper(value, maxValueDepth))
        throw resultTooDeep(task.part, task.plan.evaluation);
      task.plan.values[task.position] = value;
    }
  }

  return {
    async evaluateAll(request) {
      request.signal?.throwIfAborted();
      const tasks: PlannedTask[] = [];
      const plans = request.evaluations.map((evaluation) => {
        if (!needsEvaluation(evaluation.expression)) return evaluation.expression;
        const made = plan(request, evaluation);
        tasks.push(...made.tasks);
        return made.plan;
      });
      if (tasks.length > 0) await runTasks(request, tasks);
      return plans.map((made) => (typeof made === "string" ? made : assemble(made)));
    },
    prepare: () => client.prepare(),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

function assemble({ template, values, evaluation }: Plan): Json {
  if (template.whole !== undefined) return values[0] ?? null;
  const texts = values.map((value) => interpolatedText(value ?? null));
  const [part] = template.parts.filter((each) => typeof each === "object");
  if (part !== undefined && texts.reduce((sum, text) => sum + text.length, 0) > maxTextLength) {
    throw referenceFailed(part, evaluation, "the text that it is a part of is too long");
  }
  return texts.join("");
}

/** JSON of a value; undefined where that is longer than a text can be. */
function jsonText(value: Json): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What the sandbox reads `self` from. */
function selfText(self: Json): string | undefined {
  const text = jsonText(self);
  const wide = wideIntegers(self, text);
  return wide === undefined ? text : `!{"self":${text},"wide":${wide}}`;
}

function selectInputs(inputs: JsonObject, mentioned: MentionedInputs): JsonObject {
  if (mentioned === "all") return inputs;
  return Object.fromEntries(
    [...mentioned].filter((name) => Object.hasOwn(inputs, name)).map((name) => [name, inputs[name] ?? null]),
  );
}

/** Forgets everything when it is full: the strings of the documents in use come back soon, strings made up at run time do not. */
function boundedCache<V>(): (key: string, make: () => V) => V {
  const known = new Map<string, V>();
  let characters = 0;
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make();
    characters += key.length;
    if (known.size >= maxCached || characters > maxCachedCharacters) {
      known.clear();
      characters = key.length;
    }
    known.set(key, made);
    return made;
  };
}
