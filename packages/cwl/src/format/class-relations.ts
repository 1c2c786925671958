import type { RelationSink } from "./ontology-relations.ts";

/** What an ontology says of classes: which is a kind of which. Equivalent classes are kinds of one another. */
export interface ClassRelations extends RelationSink {
  /** The classes right above a class. */
  above(name: string): readonly string[];
}

/** Makes an empty set of relations. */
export function createClassRelations(): ClassRelations {
  const above = new Map<string, string[]>();
  const add = (child: string, parent: string): void => {
    const parents = above.get(child);
    if (parents) parents.push(parent);
    else above.set(child, [parent]);
  };
  return {
    subClass: add,
    equivalent: (left, right) => {
      add(left, right);
      add(right, left);
    },
    above: (name) => above.get(name) ?? [],
  };
}

/** Whether a class is one of the wanted ones or below one of them, by what all the ontologies say together. */
export function isBelow(name: string, wanted: readonly string[], ontologies: readonly ClassRelations[]): boolean {
  // The set grows while it is walked through; circles end because nothing is in it twice.
  const seen = new Set([name]);
  for (const each of seen) {
    if (wanted.includes(each)) return true;
    for (const ontology of ontologies) for (const parent of ontology.above(each)) seen.add(parent);
  }
  return false;
}
