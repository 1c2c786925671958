import { OntologySyntaxError } from "./ontology-relations.ts";

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** No IRI is longer; entities that would make more of a value are an attack. */
const maxLength = 65_536;
const maxDepth = 8;

/** The entities that the document type declaration of an XML document defines. */
export function readEntities(declaration: string): ReadonlyMap<string, string> {
  const entities = new Map<string, string>();
  const pattern = /<!ENTITY\s+([^\s%]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g;
  for (const [, name = "", double, single] of declaration.replace(/<!--.*?-->/gs, "").matchAll(pattern)) {
    // The first declaration counts. Source: XML 1.0, 4.2.
    if (!entities.has(name)) entities.set(name, double ?? single ?? "");
  }
  return entities;
}

/** Puts in what entities and character references stand for. What is not declared stays as it is. */
export function expandEntities(value: string, entities: ReadonlyMap<string, string>, depth = 0): string {
  if (!value.includes("&")) return value;
  if (depth > maxDepth) throw new OntologySyntaxError("", 0, "entities are nested too deeply");
  const expanded = value.replace(/&(#[0-9]+|#x[0-9A-Fa-f]+|[^\s;&#]+);/g, (whole, name: string) => {
    if (name.startsWith("#")) return characterOf(name) ?? whole;
    if (Object.hasOwn(predefined, name)) return predefined[name] ?? whole;
    const text = entities.get(name);
    return text === undefined ? whole : expandEntities(text, entities, depth + 1);
  });
  if (expanded.length > maxLength) throw new OntologySyntaxError("", 0, "entities make a value too long");
  return expanded;
}

function characterOf(reference: string): string | undefined {
  const code = reference.startsWith("#x") ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
