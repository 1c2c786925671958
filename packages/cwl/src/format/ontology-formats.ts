import { isSluiceError, SluiceError } from "@sluice/contracts";
import type { FetchText } from "../load/index.ts";
import type { FormatChecker } from "../value/check-format.ts";
import { createClassRelations, isBelow, type ClassRelations } from "./class-relations.ts";
import { OntologySyntaxError } from "./ontology-relations.ts";
import { scanOntology } from "./scan-ontology.ts";

export interface OntologyFormatsOptions {
  readonly fetchText: FetchText;
  /** Told once of each ontology that cannot be used. */
  readonly warn: (warning: SluiceError) => void;
}

/**
 * Compares formats with the help of ontologies. One is read when two formats differ and those before it did not settle
 * the matter, and only once; those of this machine come first, so that the network is asked last.
 */
export function createOntologyFormats({ fetchText, warn }: OntologyFormatsOptions): FormatChecker {
  const read = new Map<string, Promise<ClassRelations | undefined>>();

  const relationsOf = (uri: string): Promise<ClassRelations | undefined> => {
    const known = read.get(uri);
    if (known) return known;
    const reading = readOntology(uri, fetchText).catch((error: unknown) => {
      warn(warningOf(uri, error));
      return undefined;
    });
    read.set(uri, reading);
    return reading;
  };

  return {
    async accepts({ format, allowed, schemas }) {
      if (allowed.includes(format)) return true;
      if (schemas.length === 0) return false;
      const ordered = schemas.toSorted((left, right) => Number(isRemote(left)) - Number(isRemote(right)));
      const found: ClassRelations[] = [];
      for (const uri of ordered) {
        const relations = await relationsOf(uri);
        if (relations) found.push(relations);
        if (isBelow(format, allowed, found)) return true;
      }
      return false;
    },
  };
}

function isRemote(uri: string): boolean {
  return !uri.startsWith("file:");
}

async function readOntology(uri: string, fetchText: FetchText): Promise<ClassRelations> {
  const text = await fetchText(uri);
  const relations = createClassRelations();
  scanOntology(text, uri, relations);
  return relations;
}

function warningOf(uri: string, error: unknown): SluiceError {
  if (!isSluiceError(error) && !(error instanceof OntologySyntaxError)) throw error;
  const code = isSluiceError(error) ? error.code : "FILE_UNREADABLE";
  const reason = isSluiceError(error) ? error.message : `${uri} is neither RDF/XML nor Turtle: ${error.message}`;
  return new SluiceError(code, `an ontology of $schemas is left out: ${reason}`, {
    hint: "Formats that it tells about now match only if they are the same.",
    cause: error,
  });
}
