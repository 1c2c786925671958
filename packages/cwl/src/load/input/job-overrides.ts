import { nearestName } from "@sluice/contracts";
import type { Requirement } from "../../model/index.ts";
import type { Faults } from "../document/faults.ts";
import { expandIri, type Namespaces } from "../document/namespaces.ts";
import { placed, placeOfNode, type Place } from "../document/place.ts";
import { textAt, type YamlMapping, type YamlNode } from "../yaml/index.ts";

/** Requirements that a job sets for one process or step, in place of what the document says of the same classes. */
export interface Override {
  /** A process or a step, as the job names it: relative to the document that is run. */
  readonly target: string;
  readonly requirements: readonly Requirement[];
}

const overridesIri = "http://commonwl.org/cwltool#overrides";

/** Whether a key of a job is `cwltool:overrides`, an extension of the reference runner. */
export function isOverridesKey(key: string, namespaces: Namespaces | undefined): boolean {
  return key === "cwltool:overrides" || expandIri(key, namespaces, "file:///") === overridesIri;
}

/** Reads overrides: a map from targets, or a list in which each names its `overrideTarget`. */
export async function readOverrides(
  node: YamlNode,
  faults: Faults,
  readRequirements: (node: YamlNode) => Promise<readonly Requirement[]>,
): Promise<readonly Override[]> {
  const overrides: Override[] = [];
  const read = async (value: YamlNode, target: string | undefined, place: Place): Promise<void> => {
    if (value.kind !== "mapping" || target === undefined) {
      const message =
        value.kind === "mapping" ? "an override needs the field 'overrideTarget'" : "an override must be a mapping";
      faults.add("CWL_INPUT_INVALID", message, place, "Write 'overrideTarget: tool.cwl' and 'requirements: …'.");
      return;
    }
    reportOthers(value, faults);
    const requirements = value.entries.get("requirements");
    if (requirements)
      overrides.push(placed({ target, requirements: await readRequirements(requirements.value) }, place));
    else faults.add("CWL_INPUT_INVALID", `the override of '${target}' needs the field 'requirements'`, place);
  };
  if (node.kind === "sequence")
    for (const item of node.items) await read(item, textAt(item, "overrideTarget"), placeOfNode(item));
  else if (node.kind === "mapping")
    for (const [target, { source, keyStart, value }] of node.entries)
      await read(value, target, { source, offset: keyStart });
  else faults.add("CWL_INPUT_INVALID", "overrides must be a mapping from documents and steps to requirements", node);
  return overrides;
}

function reportOthers(node: YamlMapping, faults: Faults): void {
  for (const [key, { source, keyStart }] of node.entries) {
    if (key === "requirements" || key === "overrideTarget") continue;
    const nearest = nearestName(key, ["requirements", "overrideTarget"]);
    const hint = nearest === undefined ? "It can hold 'requirements' only." : `Did you mean '${nearest}'?`;
    faults.add("CWL_INPUT_INVALID", `an override has no field '${key}'`, { source, offset: keyStart }, hint);
  }
}
