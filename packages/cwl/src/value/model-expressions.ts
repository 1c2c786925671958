import type {
  CwlType,
  ExpressionTool,
  CommandLineTool,
  Process,
  Requirement,
  WorkflowStep,
  WorkflowStepInput,
  CommandLineBinding,
  CommandOutputBinding,
  FileAnnotations,
} from "../model/index.ts";
import { membersOf } from "./fits-type.ts";

/** A text of the model that may hold expressions. */
export interface ModelText {
  readonly text: string;
  /** The object that holds it, for its place in the document. */
  readonly holder: object;
  /** The field of the holder. */
  readonly key: string;
  /** Where the field is a list: which item of it. */
  readonly index?: number;
  /** The type of `self` in it, where that is known. */
  readonly self?: CwlType;
}

const anyFile: CwlType = ["File", "Directory"];

type Bound = FileAnnotations & {
  readonly type: CwlType;
  readonly inputBinding?: CommandLineBinding;
  readonly outputBinding?: CommandOutputBinding;
};

/** Everything in a process that is evaluated, without that of the processes that it runs. */
export function* expressionsOf(process: Process): Generator<ModelText, void> {
  yield* requirementTexts(process);
  yield* ownTexts(process);
}

/** What a process requires for itself or, if it is a workflow, for what it runs: it is evaluated there. */
export function* requirementTexts(process: Process): Generator<ModelText, void> {
  for (const requirement of [...process.requirements, ...process.hints]) yield* ofRequirement(requirement);
}

/** What is evaluated in a process itself. */
export function* ownTexts(process: Process): Generator<ModelText, void> {
  for (const parameter of [...process.inputs, ...process.outputs] as readonly Bound[]) yield* ofBound(parameter);
  if (process.class === "CommandLineTool") yield* ofTool(process);
  if (process.class === "ExpressionTool") yield* fields<ExpressionTool>(process, "expression");
}

/** What is evaluated in a step itself. */
export function* stepExpressions(step: WorkflowStep): Generator<ModelText, void> {
  yield* stepInputTexts(step.in);
  yield* whenTexts(step);
}

export function* stepInputTexts(inputs: readonly Pick<WorkflowStepInput, "valueFrom">[]): Generator<ModelText, void> {
  for (const input of inputs) yield* fields(input, "valueFrom");
}

export function whenTexts(step: Pick<WorkflowStep, "when">): Generator<ModelText, void> {
  return fields(step, "when");
}

function* ofTool(tool: CommandLineTool): Generator<ModelText, void> {
  for (const [index, argument] of tool.arguments.entries()) {
    if (typeof argument === "string") yield { text: argument, holder: tool, key: "arguments", index, self: "null" };
    else yield* withSelf("null", ofBinding(argument));
  }
  yield* withSelf("null", fields(tool, "stdin", "stdout", "stderr"));
}

function* ofBound(bound: Bound): Generator<ModelText, void> {
  for (const file of bound.secondaryFiles ?? []) yield* withSelf(anyFile, fields(file, "pattern", "required"));
  if (typeof bound.format === "string") yield* fields(bound, "format");
  if (bound.inputBinding) yield* withSelf(bound.type, ofBinding(bound.inputBinding));
  const { outputBinding } = bound;
  if (outputBinding) {
    const found: CwlType | undefined = outputBinding.glob === undefined ? undefined : { type: "array", items: anyFile };
    yield* withSelf(found, fields(outputBinding, "outputEval"));
    if (typeof outputBinding.glob === "string") yield* fields(outputBinding, "glob");
    else
      for (const [index, text] of (outputBinding.glob ?? []).entries())
        yield { text, holder: outputBinding, key: "glob", index };
  }
  yield* ofType(bound.type);
}

function* ofType(type: CwlType): Generator<ModelText, void> {
  for (const member of membersOf(type)) {
    if (typeof member === "string" || member.type === "recursion") continue;
    if (member.inputBinding) yield* ofBinding(member.inputBinding);
    if (member.type === "array") yield* ofType(member.items);
    if (member.type === "record") for (const field of member.fields) yield* ofBound(field);
  }
}

function* withSelf(self: CwlType | undefined, texts: Iterable<ModelText>): Generator<ModelText, void> {
  for (const text of texts) yield self === undefined ? text : { ...text, self };
}

function ofBinding(binding: CommandLineBinding): Generator<ModelText, void> {
  return fields(binding, "valueFrom", "position");
}

function* ofRequirement(requirement: Requirement): Generator<ModelText, void> {
  switch (requirement.class) {
    case "EnvVarRequirement":
      for (const definition of requirement.envDef) yield* fields(definition, "envValue");
      return;
    case "InitialWorkDirRequirement":
      if (typeof requirement.listing === "string") return yield* fields(requirement, "listing");
      for (const [index, item] of requirement.listing.entries()) {
        if (typeof item === "string") yield { text: item, holder: requirement, key: "listing", index };
        else if (typeof item === "object" && item !== null && "entry" in item)
          yield* fields(item, "entryname", "entry");
      }
      return;
    case "ResourceRequirement":
      yield* fields(
        requirement,
        ...(["coresMin", "coresMax", "ramMin", "ramMax", "tmpdirMin", "tmpdirMax", "outdirMin", "outdirMax"] as const),
      );
      return;
    case "WorkReuse":
      return yield* fields(requirement, "enableReuse");
    case "NetworkAccess":
      return yield* fields(requirement, "networkAccess");
    case "ToolTimeLimit":
      return yield* fields(requirement, "timelimit");
    default:
  }
}

function* fields<Holder extends object>(
  holder: Holder,
  ...keys: (keyof Holder & string)[]
): Generator<ModelText, void> {
  for (const key of keys) {
    const text: unknown = holder[key];
    if (typeof text === "string") yield { text, holder, key };
  }
}
