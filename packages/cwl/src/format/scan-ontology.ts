import type { RelationSink } from "./ontology-relations.ts";
import { scanRdfXml } from "./scan-rdf-xml.ts";
import { scanTurtle } from "./scan-turtle.ts";

/** Finds the relations between classes in an ontology, RDF/XML or Turtle. @throws OntologySyntaxError */
export function scanOntology(text: string, uri: string, sink: RelationSink): void {
  // The root of RDF/XML has attributes, if only to declare prefixes; an IRI of Turtle has no space in it.
  const isXml = /^\s*<(?:[?!]|[^\s<>]+\s)/.test(text);
  (isXml ? scanRdfXml : scanTurtle)(text, uri, sink);
}
