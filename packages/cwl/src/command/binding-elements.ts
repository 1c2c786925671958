import { type Json, isExactNumber } from "@sluice/contracts";
import { interpolatedText } from "../expression/index.ts";
import type { CommandLineBinding } from "../model/index.ts";
import { decimalText } from "../value/decimal-text.ts";
import { asDraft } from "../value/file-draft.ts";

/**
 * What a binding adds to the command line for a value. Elements of a list are added here only when they have no
 * bindings of their own (`flat`). Source: CWL v1.2, CommandLineBinding.
 */
export function bindingElements(value: Json, binding: CommandLineBinding, flat: boolean): readonly string[] {
  const prefix = binding.prefix === undefined ? [] : [binding.prefix];
  if (value === null || value === false) return [];
  if (value === true) return prefix;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (items.length === 0) return [];
    if (binding.itemSeparator !== undefined)
      return withPrefix(items.map(itemText).join(binding.itemSeparator), binding);
    return flat ? [...prefix, ...items.flatMap((item) => bindingElements(item, {}, true))] : prefix;
  }
  if (typeof value === "object" && asDraft(value) === undefined && !isExactNumber(value)) return prefix;
  return withPrefix(itemText(value), binding);
}

function withPrefix(text: string, { prefix, separate = true }: CommandLineBinding): readonly string[] {
  if (prefix === undefined) return [text];
  return separate ? [prefix, text] : [prefix + text];
}

function itemText(value: Json): string {
  if (typeof value === "number") return decimalText(value);
  const draft = asDraft(value);
  return draft === undefined ? interpolatedText(value) : (draft.path ?? draft.location ?? "");
}
