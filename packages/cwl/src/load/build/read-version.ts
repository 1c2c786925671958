import { didYouMean } from "@sluice/contracts";
import type { CwlVersion } from "../../model/index.ts";
import type { ParsedDocument } from "../document/document-store.ts";
import type { Faults } from "../document/faults.ts";
import { misspeltKey } from "../document/misspelt-key.ts";
import { cwlVersions } from "../salad/salad-tables.ts";
import { childOf, type YamlMapping, type YamlNode } from "../yaml/index.ts";

/** The version in force for a process: its own, that of its document, or that of what runs it. */
export function readVersion(
  document: ParsedDocument | undefined,
  node: YamlMapping,
  inherited: CwlVersion | undefined,
  faults: Faults,
): CwlVersion | undefined {
  const written = childOf(node, "cwlVersion") ?? childOf(document?.root, "cwlVersion");
  if (!written) {
    if (inherited === undefined) {
      const meant = misspeltKey(document?.root?.kind === "mapping" ? document.root : node, "cwlVersion");
      const hint = meant ? `Is '${meant.key}' meant to be 'cwlVersion'?` : `Add 'cwlVersion: ${cwlVersions.at(-1)}'.`;
      faults.add("CWL_VERSION", "the field 'cwlVersion' is missing", meant?.place ?? node, hint);
    }
    return inherited;
  }
  const version = versionIn(written);
  if (version) return version;
  const text = written.kind === "scalar" ? String(written.value) : "";
  faults.add(
    "CWL_VERSION",
    `cwlVersion '${text}' is not supported`,
    written,
    // Another version is not a misspelt one.
    didYouMean(text, /\d\.\d/.test(text) ? cwlVersions.filter((known) => known === `v${text}`) : cwlVersions) ??
      `One of: ${cwlVersions.join(", ")}.`,
  );
  return undefined;
}

/** The version that a `cwlVersion` node holds, if it is one that is read. */
export function versionIn(node: YamlNode | undefined): CwlVersion | undefined {
  const text =
    node?.kind === "scalar" && typeof node.value === "string"
      ? node.value.replace(/^(?:cwl:|https:\/\/w3id\.org\/cwl\/cwl#)/, "")
      : undefined;
  return cwlVersions.find((version) => version === text);
}
