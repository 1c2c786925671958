import type { Json } from "@sluice/contracts";
import { setOwn, type YamlMapping, type YamlNode } from "../yaml/index.ts";
import { placed, placeOfNode } from "./place.ts";
import { checkReach } from "./reach.ts";
import { expandIri, type Namespaces } from "./namespaces.ts";
import { withoutSlashes } from "./without-slashes.ts";
import { baseNameOf, resolveLocation, resolvePath } from "./uri.ts";

type Fields = Record<string, Json>;

/**
 * The value of a node, with every File and Directory in it made independent of where the document lies:
 * `location` is an absolute URI (`path` is turned into it) and the parts of the name are filled in.
 * Places are kept for all objects and lists.
 */
export function documentValue(node: YamlNode, namespaces?: Namespaces): Json {
  if (node.kind === "scalar") return node.exact ?? node.value;
  if (node.kind === "sequence")
    return placed(
      node.items.map((item) => documentValue(item, namespaces)),
      placeOfNode(node),
    );
  const object: Fields = {};
  for (const [key, entry] of node.entries) setOwn(object, key, documentValue(entry.value, namespaces));
  const isFile = object["class"] === "File";
  if (isFile || object["class"] === "Directory") completeFile(object, node, isFile, namespaces);
  return placed(object, placeOfNode(node));
}

function completeFile(object: Fields, node: YamlMapping, isFile: boolean, namespaces: Namespaces | undefined): void {
  const base = node.source.uri;
  const { location, path, format } = object;
  if (typeof location === "string") object["location"] = withoutSlash(resolveLocation(base, location));
  else if (typeof path === "string") object["location"] = withoutSlash(resolvePath(base, path));
  delete object["path"];
  if (typeof object["location"] === "string") checkReach(node, object["location"]);
  if (typeof format === "string") object["format"] = expandIri(format, namespaces, base);
  if (typeof object["basename"] !== "string" && typeof object["location"] === "string")
    object["basename"] = baseNameOf(object["location"]);
  // Nothing can be listed there: what the Directory is, its listing says.
  if (!isFile && isRemote(object["location"]) && Array.isArray(object["listing"])) delete object["location"];
  if (isFile && typeof object["basename"] === "string") Object.assign(object, splitName(object["basename"]));
}

/** Whether a location is to be fetched, by whatever transfer there is for its scheme. */
export function isRemote(location: Json | undefined): location is string {
  return typeof location === "string" && /^(?!file:)[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

function withoutSlash(uri: string): string {
  return uri.length > "file:///".length ? withoutSlashes(uri) : uri;
}

/** `nameroot` and `nameext` of a base name; dots at its start belong to the root. Source: CWL v1.2, File. */
export function splitName(basename: string): { readonly nameroot: string; readonly nameext: string } {
  const dot = basename.lastIndexOf(".");
  const isExtension = dot > 0 && !/^\.*$/.test(basename.slice(0, dot));
  return isExtension
    ? { nameroot: basename.slice(0, dot), nameext: basename.slice(dot) }
    : { nameroot: basename, nameext: "" };
}
