import { addRelation, isRelation, resolveIri, type RelationSink } from "./ontology-relations.ts";
import { scanXmlTags } from "./xml-tags.ts";

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/** An element that is open. Nodes and properties take turns. Source: RDF 1.1 XML Syntax, 2.2. */
interface Open {
  readonly kind: "root" | "node" | "property" | "literal";
  /** Of a node: its IRI, or its name in the document. Of a property: that of the node around it. */
  readonly subject: string | undefined;
  readonly predicate?: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly base: string;
}

/** Finds the relations between classes in RDF/XML. @throws OntologySyntaxError */
export function scanRdfXml(text: string, uri: string, sink: RelationSink): void {
  const open: Open[] = [];
  scanXmlTags(text, {
    open: (name, attributes) => {
      const outer = open.at(-1);
      const scope = scopeOf(outer, attributes, uri);
      open.push(elementOf(expandName(name, scope.prefixes), attributes, outer, scope, sink));
    },
    close: () => void open.pop(),
  });
}

type Scope = Pick<Open, "prefixes" | "base">;

function scopeOf(outer: Open | undefined, attributes: ReadonlyMap<string, string>, uri: string): Scope {
  let prefixes = outer?.prefixes ?? new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]);
  let base = outer?.base ?? uri;
  for (const [name, value] of attributes) {
    if (name === "xml:base") base = resolveIri(value, base);
    if (name === "xmlns") prefixes = new Map([...prefixes, ["", value]]);
    else if (name.startsWith("xmlns:")) prefixes = new Map([...prefixes, [name.slice(6), value]]);
  }
  return { prefixes, base };
}

function expandName(name: string, prefixes: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(":");
  const prefix = colon < 0 ? "" : name.slice(0, colon);
  return `${prefixes.get(prefix) ?? ""}${name.slice(colon + 1)}`;
}

function elementOf(
  name: string,
  attributes: ReadonlyMap<string, string>,
  outer: Open | undefined,
  scope: Scope,
  sink: RelationSink,
): Open {
  if (outer?.kind === "literal") return { kind: "literal", subject: undefined, ...scope };
  if (outer === undefined && name === `${rdf}RDF`) return { kind: "root", subject: undefined, ...scope };
  const named = rdfAttributes(attributes, scope.prefixes);
  if (outer?.kind === "node") return propertyOf(name, named, outer, scope, sink);
  const subject = iriOf(named, ["about", "ID", "nodeID"], scope.base);
  // A class that stands inside the property is its value.
  if (outer?.predicate !== undefined && outer.subject !== undefined && subject !== undefined)
    addRelation(sink, outer.subject, outer.predicate, subject);
  return { kind: "node", subject, ...scope };
}

function propertyOf(
  predicate: string,
  named: ReadonlyMap<string, string>,
  outer: Open,
  scope: Scope,
  sink: RelationSink,
): Open {
  const { subject } = outer;
  const parseType = named.get("parseType");
  // The content is itself a node without a name.
  if (parseType === "Resource") return { kind: "node", subject: undefined, ...scope };
  if (parseType === "Literal") return { kind: "literal", subject: undefined, ...scope };
  const object = isRelation(predicate) ? iriOf(named, ["resource", "nodeID"], scope.base) : undefined;
  if (subject !== undefined && object !== undefined) addRelation(sink, subject, predicate, object);
  return { kind: "property", subject, predicate, ...scope };
}

/** The attributes of the RDF vocabulary by their local names. */
function rdfAttributes(
  attributes: ReadonlyMap<string, string>,
  prefixes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of attributes) {
    const colon = name.indexOf(":");
    if (colon > 0 && prefixes.get(name.slice(0, colon)) === rdf) found.set(name.slice(colon + 1), value);
  }
  return found;
}

function iriOf(named: ReadonlyMap<string, string>, names: readonly string[], base: string): string | undefined {
  for (const name of names) {
    const value = named.get(name);
    if (value === undefined) continue;
    if (name === "nodeID") return `_:${value}`;
    return resolveIri(name === "ID" ? `#${value}` : value, base);
  }
  return undefined;
}
