import { didYouMean } from "@sluice/contracts";
import type { Faults } from "../document/faults.ts";
import { misspeltKey } from "../document/misspelt-key.ts";
import type { SaladTable } from "../salad/salad-table.ts";
import type { YamlMapping } from "../yaml/index.ts";

/** Says why a mapping is no process: its class is missing, misspelt or that of something else. */
export function reportClass(
  node: YamlMapping,
  className: string | undefined,
  { roots, version }: SaladTable,
  faults: Faults,
): void {
  const choices = `One of: ${roots.join(", ")}.`;
  if (className !== undefined) {
    const at = node.entries.get("class")?.value ?? node;
    const message = `'${className}' is no class of process in CWL ${version}`;
    return faults.add("CWL_INVALID", message, at, didYouMean(className, roots) ?? choices);
  }
  const meant = misspeltKey(node, "class");
  const hint = meant ? `Is '${meant.key}' meant to be 'class'?` : choices;
  faults.add("CWL_INVALID", "a process needs the field 'class'", meant?.place ?? node, hint);
}
