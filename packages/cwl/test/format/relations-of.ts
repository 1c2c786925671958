import type { RelationSink } from "../../src/format/ontology-relations.ts";

/** What a scanner finds, as `child < parent` and `left = right`. */
export function relationsOf(scan: (text: string, uri: string, sink: RelationSink) => void, text: string): string[] {
  const found: string[] = [];
  scan(text, "http://example.org/onto.owl", {
    subClass: (child, parent) => void found.push(`${child} < ${parent}`),
    equivalent: (left, right) => void found.push(`${left} = ${right}`),
  });
  return found.map((relation) => relation.replaceAll("http://example.org/", ""));
}
