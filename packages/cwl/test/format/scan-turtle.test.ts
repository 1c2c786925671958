import { describe, expect, test } from "vitest";
import { OntologySyntaxError } from "../../src/format/ontology-relations.ts";
import { scanTurtle } from "../../src/format/scan-turtle.ts";
import { relationsOf } from "./relations-of.ts";

const prefixes =
  "@prefix s: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\nPREFIX : <http://example.org/>\n";
const scan = (text: string): string[] => relationsOf(scanTurtle, prefixes + text);

describe("scanTurtle", () => {
  test("finds relations, in lists of predicates and objects", () => {
    expect(scan(":a a owl:Class ; s:subClassOf :b , :c;; owl:equivalentClass <d> . <e> s:subClassOf :f.")).toEqual([
      "a < b",
      "a < c",
      "a = d",
      "e < f",
    ]);
  });

  test("is not led astray by texts", () => {
    expect(
      scan(
        `:a s:label "x . :y s:subClassOf :z ."@en-GB, 'it\\'s', """many "lines"\n:q s:subClassOf :r . \\"""""^^:text ; # :c s:subClassOf :d .\n s:subClassOf :b .`,
      ),
    ).toEqual(["a < b"]);
  });

  test("takes numbers, truth values and dots in names for what they are", () => {
    expect(scan(":a :n 1 , -2.5, 1e3, .5 , true ; s:subClassOf :v1.2 . :b :n 3. :b s:subClassOf :c\\,d.")).toEqual([
      "a < v1.2",
      "b < c,d",
    ]);
  });

  test("knows bases, prefixes that change, and escapes in IRIs", () => {
    expect(
      scan(
        "@base <http://example.org/x/> . <a> s:subClassOf <#b> . BASE <http://example.org/y/> <\\u0061> s:subClassOf <> .",
      ),
    ).toEqual(["x/a < x/#b", "y/a < y/"]);
    expect(
      scan("@prefix p: <http://example.org/1/> . p:a s:subClassOf p: . @prefix p: <2/>. p:a s:subClassOf :b ."),
    ).toEqual(["1/a < 1/", "2/a < b"]);
  });

  test("sees what stands in brackets", () => {
    expect(
      scan(
        ":a s:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :x ] , :b . [ s:label 'n' ] .",
      ),
    ).toEqual(["a < _: 1", "a < b"]);
    expect(scan(":a owl:unionOf ( :b [ s:subClassOf :c ] () ) ; s:subClassOf _:n.m . _:n.m s:subClassOf :d .")).toEqual(
      ["_: 1 < c", "a < _:n.m", "_:n.m < d"],
    );
  });

  test("reads N-Triples", () => {
    const triple =
      "<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/b> .\n";
    expect(relationsOf(scanTurtle, triple)).toEqual(["a < b"]);
  });

  test("refuses what is no Turtle", () => {
    for (const text of [
      ":a :b",
      ":a :b ; .x",
      "no:prefix :a :b .",
      ":a :b 'open",
      ":a { :b }",
      "@wrong <x> .",
      "[".repeat(9999),
    ])
      expect(() => scan(text)).toThrow(OntologySyntaxError);
  });
});
