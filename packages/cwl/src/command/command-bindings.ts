import { SluiceError, type Json, type JsonObject } from "@sluice/contracts";
import type { CommandLineBinding, CommandLineTool, CwlType } from "../model/index.ts";
import type { Answer, ExpressionRound } from "../value/expression-round.ts";
import { isPlainObject, memberFor, type MemberType } from "../value/fits-type.ts";
import { numberOf } from "../value/number-of.ts";
import { fieldsOf } from "../value/record-fields.ts";
import type { SortKey } from "./sort-key.ts";

/** A binding with the value that it is for. Key and value are there once the round is settled. */
export interface BoundValue {
  readonly binding: CommandLineBinding;
  key(): SortKey;
  value(): Json;
  /** Whether the elements of a list have no bindings of their own. */
  readonly flat: boolean;
}

/** A key whose positions may still be expressions. */
type PendingKey = readonly (number | string | (() => number))[];

/** Collects the bindings of a tool, and asks for what is an expression in them. Source: CWL v1.2, Input binding, steps 1 to 3. */
export function collectBindings(
  tool: CommandLineTool,
  inputs: JsonObject,
  round: ExpressionRound,
): readonly BoundValue[] {
  const bound: BoundValue[] = [];

  function position(binding: CommandLineBinding, self: Json, where: string): (() => number)[] {
    const answer = round.ask(binding.position, { self, where: `${where}.position` });
    return [() => positionNumber(answer(), where)];
  }

  function push(binding: CommandLineBinding, key: PendingKey, value: Answer, flat: boolean): void {
    bound.push({ binding, flat, value, key: () => key.map((part) => (typeof part === "function" ? part() : part)) });
  }

  /** `above` is the key so far, `name` that of the parameter or field right around the value. */
  function bind(
    type: CwlType,
    value: Json,
    given: CommandLineBinding | undefined,
    above: PendingKey,
    name: string,
    where: string,
  ): void {
    if (value === null) return;
    const member = memberFor(value, type) ?? "Any";
    const own = ownBinding(member);
    const binding = given ?? own;
    const key = binding === undefined ? above : [...above, ...position(binding, value, where), name];
    const replaced = binding?.valueFrom !== undefined;
    if (binding !== undefined) {
      const answer = replaced
        ? round.ask(binding.valueFrom, { self: value, where: `${where}.valueFrom` })
        : () => value;
      push(binding, key, answer, replaced);
    }
    if (replaced) return;
    // A record or an enum may have a binding beside that of its parameter: what it adds comes after.
    if (own !== undefined && own !== binding) bind(member, value, own, key, name, where);
    else if (Array.isArray(value)) {
      if (binding?.itemSeparator !== undefined) return;
      const array = typeof member === "object" && member.type === "array" ? member : undefined;
      const items = array?.items ?? "Any";
      for (const [index, item] of (value as readonly Json[]).entries()) {
        const itemOwn = ownBinding(memberFor(item, items) ?? "Any");
        const itemBinding = array?.inputBinding ?? itemOwn ?? (binding === undefined ? undefined : {});
        bind(items, item, itemBinding, [...key, index], name, `${where}[${index}]`);
      }
    } else if (isPlainObject(value) && typeof member === "object" && member.type === "record") {
      for (const field of fieldsOf(member)) {
        bind(field.type, value[field.name] ?? null, field.inputBinding, key, field.name, `${where}.${field.name}`);
      }
    }
  }

  for (const [index, argument] of tool.arguments.entries()) {
    const binding = typeof argument === "string" ? { valueFrom: argument } : argument;
    const where = `arguments[${index}]`;
    push(binding, [...position(binding, null, where), index], round.ask(binding.valueFrom, { where }), true);
  }
  for (const { id, type, inputBinding } of tool.inputs)
    bind(type, inputs[id] ?? null, inputBinding, [], id, `inputs.${id}`);
  return bound;
}

/** Records and enums may carry a binding in their type; that of an array is for its items. */
function ownBinding(member: MemberType): CommandLineBinding | undefined {
  return typeof member === "object" && "inputBinding" in member && member.type !== "array"
    ? member.inputBinding
    : undefined;
}

function positionNumber(value: Json, where: string): number {
  if (value === null) return 0;
  const position = numberOf(value);
  if (Number.isInteger(position)) return position as number;
  throw new SluiceError(
    "CWL_EXPRESSION",
    `${where}.position must be a whole number or null, but it is ${JSON.stringify(value)}`,
  );
}
