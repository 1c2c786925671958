import { describe, expect, test } from "vitest";
import { OntologySyntaxError } from "../../src/format/ontology-relations.ts";
import { scanRdfXml } from "../../src/format/scan-rdf-xml.ts";
import { relationsOf } from "./relations-of.ts";

const names =
  'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2000/01/rdf-schema#" xmlns="http://www.w3.org/2002/07/owl#"';
const scan = (inside: string, before = ""): string[] =>
  relationsOf(scanRdfXml, `<?xml version="1.0"?>\n${before}<r:RDF ${names}>${inside}</r:RDF>`);

describe("scanRdfXml", () => {
  test("finds relations whatever the prefixes are", () => {
    expect(
      scan(`<Class r:about="http://example.org/a"><s:subClassOf r:resource='http://example.org/b'/></Class>`),
    ).toEqual(["a < b"]);
    expect(
      scan(`<Class r:about="http://example.org/a"><equivalentClass r:resource="#c"></equivalentClass></Class>`),
    ).toEqual(["a = onto.owl#c"]);
  });

  test("takes a class inside a property for its value, and goes on inside", () => {
    const inner = `<Class r:ID="b"><s:subClassOf r:resource="c"/></Class>`;
    expect(scan(`<Class r:about="a"><s:subClassOf>${inner}</s:subClassOf></Class>`)).toEqual([
      "a < onto.owl#b",
      "onto.owl#b < c",
    ]);
  });

  test("does not take restrictions, and what they are on, for parents", () => {
    const restriction = `<Restriction><onProperty r:resource="p"/><someValuesFrom r:resource="x"/></Restriction>`;
    expect(scan(`<Class r:about="a"><s:subClassOf>${restriction}</s:subClassOf></Class>`)).toEqual([]);
    const resource = `<s:subClassOf r:parseType="Resource"><s:subClassOf r:resource="x"/></s:subClassOf>`;
    expect(scan(`<Class r:about="a">${resource}</Class>`)).toEqual([]);
  });

  test("leaves comments, CDATA, texts and XML literals alone", () => {
    const hidden = `<s:subClassOf r:resource="no"/>`;
    expect(
      scan(
        `<Class r:about="a"><!-- ${hidden} --><s:comment><![CDATA[${hidden}]]> 1 > 0</s:comment>` +
          `<s:comment r:parseType="Literal"><Class r:about="b">${hidden}</Class></s:comment><s:subClassOf r:resource="yes"/></Class>`,
      ),
    ).toEqual(["a < yes"]);
  });

  test("knows entities, xml:base and a > in an attribute", () => {
    const declared = `<!DOCTYPE r:RDF [ <!-- > ' --> <!ENTITY o "http://example.org/"> <!ENTITY f '&o;f#'> ]>`;
    expect(
      scan(
        `<Class r:about="&f;a" s:label="a > b"><s:subClassOf r:resource="&o;&#98;"/></Class>` +
          `<Class xml:base="http://example.org/deep/x" r:about="y"><s:subClassOf r:resource="../z"/></Class>`,
        declared,
      ),
    ).toEqual(["f#a < b", "deep/y < z"]);
  });

  test("joins what blank nodes lead to", () => {
    expect(scan(`<Class r:nodeID="n"><s:subClassOf r:nodeID="m"/></Class>`)).toEqual(["_:n < _:m"]);
  });

  test("refuses what is no XML, and entities that explode", () => {
    for (const text of ["<a>", "<a", "</a>", "<a><!-- </a>", "<!DOCTYPE", "< a/>"])
      expect(() => relationsOf(scanRdfXml, text)).toThrow(OntologySyntaxError);
    const levels = Array.from({ length: 7 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(20)}">`);
    const bomb = `<!DOCTYPE r [<!ENTITY e0 "lol">${levels.join("")}]>`;
    expect(() => scan(`<Class r:about="&e7;"/>`, bomb)).toThrow(OntologySyntaxError);
    expect(() => scan(`<Class r:about="&x;"/>`, `<!DOCTYPE r [<!ENTITY x "&x;">]>`)).toThrow("nested too deeply");
  });
});
