/** Called by the scanners for each relation between two named classes. */
export interface RelationSink {
  /** `rdfs:subClassOf`. */
  subClass(child: string, parent: string): void;
  /** `owl:equivalentClass`. */
  equivalent(left: string, right: string): void;
}

/** What is wrong with the text of an ontology. */
export class OntologySyntaxError extends Error {
  constructor(text: string, offset: number, problem: string) {
    super(text === "" ? problem : `${problem} in line ${text.slice(0, offset).split("\n").length}`);
  }
}

const subClassOf = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const equivalentClass = "http://www.w3.org/2002/07/owl#equivalentClass";

/** Whether triples with this predicate are wanted. */
export function isRelation(predicate: string): boolean {
  return predicate === subClassOf || predicate === equivalentClass;
}

/** Hands a triple to the sink if its predicate is one of the two that count. */
export function addRelation(sink: RelationSink, subject: string, predicate: string, object: string): void {
  if (predicate === subClassOf) sink.subClass(subject, object);
  else if (predicate === equivalentClass) sink.equivalent(subject, object);
}

/** Resolves an IRI reference; what is no valid URL, such as a URN of odd form, stays as it is. */
export function resolveIri(reference: string, base: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference)) return reference;
  if (reference === "") return base.replace(/#.*$/s, "");
  if (reference.startsWith("#")) return base.replace(/#.*$/s, "") + reference;
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}
