import { addRelation, OntologySyntaxError, resolveIri, type RelationSink } from "./ontology-relations.ts";
import { turtleTokens, type TurtleToken } from "./turtle-tokens.ts";

/** Finds the relations between classes in Turtle, of which N-Triples are a part. @throws OntologySyntaxError */
export function scanTurtle(text: string, uri: string, sink: RelationSink): void {
  new TurtleScanner(text, uri, sink).scan();
}

/** What is being said of a subject. */
interface Statement {
  readonly subject: string | undefined;
  predicate: string | undefined;
}

const type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** How deep brackets may be nested. */
const maxDepth = 500;

class TurtleScanner {
  readonly #text: string;
  readonly #sink: RelationSink;
  readonly #tokens: Generator<TurtleToken>;
  readonly #prefixes = new Map<string, string>();
  #base: string;
  #token: TurtleToken | undefined;
  #blanks = 0;
  #depth = 0;

  constructor(text: string, uri: string, sink: RelationSink) {
    this.#text = text;
    this.#base = uri;
    this.#sink = sink;
    this.#tokens = turtleTokens(text);
  }

  scan(): void {
    this.#next();
    while (this.#token) {
      if (this.#token.kind === "directive") this.#directive(this.#token.value.slice(1), true);
      else if (this.#token.kind === "word" && /^(?:prefix|base)$/i.test(this.#token.value))
        this.#directive(this.#token.value.toLowerCase(), false);
      else this.#triples();
    }
  }

  #next(): void {
    const { value } = this.#tokens.next() as { readonly value: TurtleToken | undefined };
    this.#token = value;
  }

  #isMark(mark: string): boolean {
    return this.#token?.kind === "mark" && this.#token.value === mark;
  }

  #skipMark(mark: string): void {
    if (!this.#isMark(mark)) throw this.#error(`'${mark}' is missing`);
    this.#next();
  }

  #error(problem: string): OntologySyntaxError {
    return new OntologySyntaxError(this.#text, this.#token?.offset ?? this.#text.length, problem);
  }

  #directive(keyword: string, hasDot: boolean): void {
    this.#next();
    if (keyword === "prefix") {
      const prefix = this.#token;
      if (prefix?.kind !== "name") throw this.#error("a prefix is missing");
      this.#next();
      this.#prefixes.set(prefix.value.slice(0, prefix.value.indexOf(":")), this.#iri());
    } else if (keyword === "base") this.#base = this.#iri();
    else throw this.#error(`an unknown directive '@${keyword}'`);
    if (hasDot) this.#skipMark(".");
  }

  #iri(): string {
    const token = this.#token;
    if (token?.kind !== "iri") throw this.#error("an IRI is missing");
    this.#next();
    return resolveIri(token.value, this.#base);
  }

  #triples(): void {
    const isBracket = this.#isMark("[");
    const statement: Statement = { subject: this.#value(), predicate: undefined };
    // `[ … ] .` says everything inside the brackets.
    if (!(isBracket && this.#isMark("."))) this.#predicates(statement);
    this.#skipMark(".");
  }

  #predicates(statement: Statement): void {
    for (;;) {
      const token = this.#token;
      statement.predicate = token?.kind === "word" && token.value === "a" ? this.#typePredicate() : this.#value();
      this.#objects(statement);
      while (this.#isMark(";")) this.#next();
      if (this.#token === undefined || this.#isMark(".") || this.#isMark("]")) return;
    }
  }

  #typePredicate(): string {
    this.#next();
    return type;
  }

  #objects({ subject, predicate }: Statement): void {
    for (;;) {
      const object = this.#value();
      if (subject !== undefined && predicate !== undefined && object !== undefined)
        addRelation(this.#sink, subject, predicate, object);
      if (!this.#isMark(",")) return;
      this.#next();
    }
  }

  /** Takes a subject, predicate or object; undefined for what has no name. */
  #value(): string | undefined {
    const token = this.#token;
    if (token === undefined) throw this.#error("the document ends too early");
    if (token.kind === "iri") return this.#iri();
    if (token.value === "[" && token.kind === "mark") return this.#brackets();
    if (token.value === "(" && token.kind === "mark") return this.#list();
    if (token.kind === "mark" || token.kind === "directive") throw this.#error(`an unexpected '${token.value}'`);
    this.#next();
    if (token.kind === "name") return this.#expand(token);
    if (token.kind === "blank") return token.value;
    if (token.kind === "literal") this.#skipLiteralType();
    return undefined;
  }

  #skipLiteralType(): void {
    if (this.#token?.kind === "directive") this.#next();
    else if (this.#isMark("^^")) {
      this.#next();
      this.#value();
    }
  }

  #expand(token: TurtleToken): string {
    const colon = token.value.indexOf(":");
    const prefix = token.value.slice(0, colon);
    const namespace = this.#prefixes.get(prefix);
    if (namespace === undefined)
      throw new OntologySyntaxError(this.#text, token.offset, `a prefix '${prefix}:' that is not declared`);
    return namespace + token.value.slice(colon + 1).replace(/\\(.)/g, "$1");
  }

  #brackets(): string {
    this.#enter();
    this.#next();
    this.#blanks++;
    // A space cannot be part of a name that the document gives.
    const subject = `_: ${this.#blanks}`;
    if (!this.#isMark("]")) this.#predicates({ subject, predicate: undefined });
    this.#skipMark("]");
    this.#depth--;
    return subject;
  }

  #list(): undefined {
    this.#enter();
    this.#next();
    while (!this.#isMark(")")) this.#value();
    this.#next();
    this.#depth--;
    return undefined;
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > maxDepth) throw this.#error("brackets are nested too deeply");
  }
}
