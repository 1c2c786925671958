import { SluiceError } from "@sluice/contracts";
import { displayName, type YamlNode } from "../yaml/index.ts";
import { placeOfNode, positionOfPlace } from "./place.ts";

/** Whether a URI names a file of this machine. */
export function isLocal(uri: string): boolean {
  return /^file:/i.test(uri);
}

/**
 * What was fetched from elsewhere names what lies elsewhere: else whoever wrote it could have any file of this machine read.
 * @throws `CWL_REFERENCE` for a file of this machine in a document that was fetched, unless that is allowed
 */
export function checkReach(at: YamlNode, uri: string): void {
  if (at.source.mayNameFiles || !isLocal(uri)) return;
  throw new SluiceError(
    "CWL_REFERENCE",
    `a document that was fetched names the file ${displayName(uri)} of this machine`,
    {
      position: positionOfPlace(placeOfNode(at)),
      hint: "If you trust it: --allow-local-files.",
    },
  );
}
