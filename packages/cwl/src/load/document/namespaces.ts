import { childOf, type YamlNode } from "../yaml/index.ts";
import { checkReach } from "./reach.ts";
import { isAbsoluteUri, resolveReference } from "./uri.ts";

/** The `$namespaces` of a document: prefix to IRI. */
export type Namespaces = Readonly<Record<string, string>>;

export function namespacesOf(root: YamlNode | undefined): Namespaces | undefined {
  const node = childOf(root, "$namespaces");
  if (node?.kind !== "mapping") return undefined;
  const namespaces: Record<string, string> = {};
  for (const [prefix, { value }] of node.entries) {
    if (value.kind === "scalar" && typeof value.value === "string") namespaces[prefix] = value.value;
  }
  return namespaces;
}

/** The `$schemas` of a document, as absolute URIs. */
export function schemasOf(root: YamlNode | undefined): string[] | undefined {
  const node = childOf(root, "$schemas");
  if (!node) return undefined;
  const items = node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind !== "scalar" || typeof item.value !== "string") return [];
    const uri = resolveReference(item.source.uri, item.value);
    checkReach(item, uri);
    return [uri];
  });
}

/** A name with its prefix written out, if that is a known one. */
export function expandPrefix(name: string, namespaces: Namespaces | undefined): string {
  const colon = name.indexOf(":");
  const prefix = name.slice(0, Math.max(colon, 0));
  return colon > 0 && namespaces && Object.hasOwn(namespaces, prefix)
    ? `${namespaces[prefix]}${name.slice(colon + 1)}`
    : name;
}

/** Writes out the prefix of an IRI; without a known prefix it is relative to the document. */
export function expandIri(iri: string, namespaces: Namespaces | undefined, base: string): string {
  const expanded = expandPrefix(iri, namespaces);
  if (expanded !== iri) return expanded;
  if (isAbsoluteUri(iri) || iri.indexOf(":") > 0) return iri;
  return resolveReference(base, iri);
}
