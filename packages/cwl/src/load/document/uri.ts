import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isOwnStream } from "../yaml/open-stream.ts";
import { withoutSlashes } from "./without-slashes.ts";

const scheme = /^[A-Za-z][A-Za-z0-9+.-]+:/;

/** Whether a reference is absolute. One letter before the colon is no scheme, nor is a name such as `A:b.txt` with no slash after it. */
export function isAbsoluteUri(reference: string): boolean {
  return (
    scheme.test(reference) &&
    (/^[A-Za-z][A-Za-z0-9+.-]+:\//.test(reference) || /^(?:data|urn|arn|keep|mailto):/.test(reference))
  );
}

/** The absolute URI of what a person typed: a path or a URI. */
export function toUri(pathOrUri: string): string {
  return isAbsoluteUri(pathOrUri) ? pathOrUri : pathToFileURL(resolve(pathOrUri)).href;
}

/** Splits `file#fragment`; without a hash mark the fragment is undefined. */
export function splitFragment(uri: string): { readonly document: string; readonly fragment: string | undefined } {
  const hash = uri.indexOf("#");
  return hash < 0
    ? { document: uri, fragment: undefined }
    : { document: uri.slice(0, hash), fragment: uri.slice(hash + 1) };
}

/** Resolves a reference to a document, as `run:` and `$import` hold it; a colon in a file name is no scheme. */
export function resolveReference(base: string, reference: string): string {
  if (isAbsoluteUri(reference)) return reference;
  const { document, fragment } = splitFragment(reference);
  const target = document === "" ? splitFragment(base).document : joinUri(base, document);
  return fragment === undefined ? target : `${target}#${fragment}`;
}

/**
 * Resolves the `location` of a File or Directory. It has no use for a fragment or a query, so `#` and `?` are
 * part of the name there, as is a `%` that does not begin an escape.
 */
export function resolveLocation(base: string, location: string): string {
  if (isAbsoluteUri(location) && !location.startsWith("file:")) return location;
  const text = location
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replaceAll("#", "%23")
    .replaceAll("?", "%3F");
  // A location that is no URI is refused where its file is looked for.
  return text.startsWith("file:") ? (URL.parse(text)?.href ?? location) : joinUri(base, text);
}

/** Resolves the `path` of a File or Directory: every character stands for itself. */
export function resolvePath(base: string, path: string): string {
  if (isAbsoluteUri(path)) return resolveLocation(base, path);
  return joinUri(base, path.split("/").map(encodeURIComponent).join("/"));
}

function joinUri(base: string, reference: string): string {
  // Nothing lies beside a stream of this process: what is relative in it is so to the current folder.
  if (base.startsWith("file:///") && isOwnStream(base.slice("file://".length)))
    return joinUri(`${pathToFileURL(process.cwd()).href}/`, reference);
  // `./` keeps a name such as `A:b.txt` from being read as a scheme, one slash `//x` from being read as a host.
  const path = reference.startsWith("/") ? reference.replace(/^\/+/, "/") : `./${reference}`;
  return URL.parse(path, base)?.href ?? base;
}

/** The decoded last segment of a URI's path. */
export function baseNameOf(uri: string): string {
  const path = withoutSlashes(uri);
  const last = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
