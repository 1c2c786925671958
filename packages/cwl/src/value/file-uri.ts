import { SluiceError } from "@sluice/contracts";
import { withoutSlashes } from "../load/document/without-slashes.ts";
import { fileURLToPath, pathToFileURL } from "node:url";

const plain = /^[\w./~+,:=@-]*$/;

/** The `file://` URI of an absolute path, percent-encoded. */
export function fileUri(path: string): string {
  // Nearly all paths need no encoding, and a URL object costs more than the test.
  return plain.test(path) && !path.includes("//") ? `file://${path}` : pathToFileURL(path).href;
}

/** Whether a location names something outside this document: literals have none, or an opaque one that begins with `_:`. */
export function isRealLocation(location: unknown): location is string {
  return typeof location === "string" && !location.startsWith("_:");
}

/**
 * The path that a location names, without slashes at its end.
 * @throws `CWL_UNSUPPORTED` for schemes other than `file`, `CWL_INPUT_INVALID` when malformed
 */
export function pathOfLocation(location: string): string {
  const path = decodedPath(location);
  return path.length > 1 && path.endsWith("/") ? withoutSlashes(path) || "/" : path;
}

function decodedPath(location: string): string {
  if (location.startsWith("/")) return location;
  if (location.startsWith("file:///") && !location.includes("%") && !/[?#]/.test(location)) return location.slice(7);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(location)?.[1];
  if (scheme === undefined) {
    throw new SluiceError(
      "CWL_INPUT_INVALID",
      `the location ${JSON.stringify(location)} is neither a URI nor an absolute path`,
    );
  }
  if (scheme.toLowerCase() !== "file") {
    throw new SluiceError(
      "CWL_UNSUPPORTED",
      `files at ${JSON.stringify(location)} cannot be fetched: no transfer for ${scheme}:`,
    );
  }
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw new SluiceError("CWL_INPUT_INVALID", `the location ${JSON.stringify(location)} is not a valid file URI`, {
      cause,
    });
  }
}

/** The last part of what a location names, decoded; empty when it has none. */
export function nameOfLocation(location: string): string {
  const path = withoutSlashes(location.replace(/[?#].*$/s, ""));
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
