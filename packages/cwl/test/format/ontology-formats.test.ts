import { SluiceError } from "@sluice/contracts";
import { describe, expect, test } from "vitest";
import { createOntologyFormats } from "../../src/format/ontology-formats.ts";
import type { FormatChecker } from "../../src/value/check-format.ts";

const chain = (names: string): string =>
  names
    .split(" ")
    .map((name, at, all) =>
      all[at + 1] === undefined
        ? ""
        : `<u:${name}> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <u:${all[at + 1]}> .`,
    )
    .join("\n");

interface Case {
  readonly checker: FormatChecker;
  readonly read: string[];
  readonly warnings: SluiceError[];
}

function checkerFor(texts: Readonly<Record<string, string>>): Case {
  const read: string[] = [];
  const warnings: SluiceError[] = [];
  const fetchText = (uri: string): Promise<string> => {
    read.push(uri);
    const text = texts[uri];
    return text === undefined
      ? Promise.reject(new SluiceError("FILE_NOT_FOUND", `${uri} does not exist`))
      : Promise.resolve(text);
  };
  return {
    checker: createOntologyFormats({ fetchText, warn: (warning) => void warnings.push(warning) }),
    read,
    warnings,
  };
}

describe("createOntologyFormats", () => {
  test("reads nothing for formats that are the same", async () => {
    const { checker, read } = checkerFor({});
    expect(await checker.accepts({ format: "u:a", allowed: ["u:b", "u:a"], schemas: ["file:///x"] })).toBe(true);
    expect(read).toEqual([]);
  });

  test("accepts what is below, through several ontologies, and each is read once", async () => {
    const { checker, read } = checkerFor({ "file:///x": chain("a b"), "file:///y": chain("b c a") });
    const schemas = ["file:///x", "file:///y"];
    expect(await checker.accepts({ format: "u:a", allowed: ["u:c"], schemas })).toBe(true);
    expect(await checker.accepts({ format: "u:c", allowed: ["u:b"], schemas })).toBe(true);
    expect(await checker.accepts({ format: "u:a", allowed: ["u:z"], schemas })).toBe(false);
    expect(await checker.accepts({ format: "u:b", allowed: ["u:c"], schemas: ["file:///x"] })).toBe(false);
    expect(read).toEqual(schemas);
  });

  test("asks the network last, and not at all where it need not", async () => {
    const { checker, read } = checkerFor({ "file:///x": chain("a b"), "https://far": chain("b c") });
    const schemas = ["https://far", "file:///x"];
    expect(await checker.accepts({ format: "u:a", allowed: ["u:b"], schemas })).toBe(true);
    expect(read).toEqual(["file:///x"]);
    expect(await checker.accepts({ format: "u:a", allowed: ["u:c"], schemas })).toBe(true);
    expect(read).toEqual(["file:///x", "https://far"]);
  });

  test("warns once of an ontology that is missing or none, and goes on without it", async () => {
    const { checker, warnings } = checkerFor({ "file:///none": "just words", "file:///x": chain("a b") });
    const schemas = ["file:///missing", "file:///none", "file:///x"];
    expect(await checker.accepts({ format: "u:a", allowed: ["u:b"], schemas })).toBe(true);
    expect(await checker.accepts({ format: "u:b", allowed: ["u:a"], schemas })).toBe(false);
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "FILE_NOT_FOUND an ontology of $schemas is left out: file:///missing does not exist",
      "FILE_UNREADABLE an ontology of $schemas is left out: file:///none is neither RDF/XML nor Turtle: the document ends too early in line 1",
    ]);
  });
});
