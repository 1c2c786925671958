import { OntologySyntaxError } from "./ontology-relations.ts";
import { expandEntities, readEntities } from "./xml-entities.ts";

/** The tags of an XML document, in order; texts are left out. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(): void;
}

const none: ReadonlyMap<string, string> = new Map();

/** Goes through the tags of an XML document once, without keeping anything of it. @throws OntologySyntaxError */
export function scanXmlTags(text: string, handler: XmlHandler): void {
  let entities: ReadonlyMap<string, string> = none;
  let depth = 0;
  let at = text.indexOf("<");
  while (at >= 0) {
    let end: number;
    if (text.startsWith("<!--", at)) end = after(text, "-->", at + 4);
    else if (text.startsWith("<![CDATA[", at)) end = after(text, "]]>", at + 9);
    else if (text.startsWith("<?", at)) end = after(text, "?>", at + 2);
    else if (text.startsWith("<!", at)) {
      end = endOfDeclaration(text, at);
      entities = readEntities(text.slice(at, end));
    } else if (text[at + 1] === "/") {
      end = after(text, ">", at);
      depth--;
      if (depth < 0) throw new OntologySyntaxError(text, at, "an end tag without a start tag");
      handler.close();
    } else {
      end = endOfTag(text, at);
      const isEmpty = text[end - 2] === "/";
      const inside = text.slice(at + 1, end - (isEmpty ? 2 : 1));
      const name = /^[^\s/]+/.exec(inside)?.[0];
      if (name === undefined) throw new OntologySyntaxError(text, at, "a tag without a name");
      handler.open(name, name.length === inside.length ? none : attributesOf(inside.slice(name.length), entities));
      if (isEmpty) handler.close();
      else depth++;
    }
    at = text.indexOf("<", end);
  }
  if (depth > 0) throw new OntologySyntaxError(text, text.length, "an element that does not end");
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  if (found < 0) throw new OntologySyntaxError(text, from, `no '${mark}'`);
  return found + mark.length;
}

/** A tag ends at the first `>` outside quotes. */
function endOfTag(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at];
    if (character === ">") return at + 1;
    if (character === '"' || character === "'") at = after(text, character, at + 1) - 1;
  }
  throw new OntologySyntaxError(text, from, "a tag that does not end");
}

/** A document type declaration may hold others, in brackets. */
function endOfDeclaration(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (text.startsWith("<!--", at)) at = after(text, "-->", at + 4) - 1;
    else if (character === '"' || character === "'") at = after(text, character, at + 1) - 1;
    else if (character === "<") depth++;
    else if (character === ">" && --depth === 0) return at + 1;
  }
  throw new OntologySyntaxError(text, from, "a declaration that does not end");
}

function attributesOf(text: string, entities: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes.set(name, expandEntities(double ?? single ?? "", entities));
  return attributes;
}
