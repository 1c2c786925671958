import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDirectoryValue, isExactNumber, isFileValue, type DocumentReference, type Json } from "@sluice/contracts";
import { usageError } from "../command-line/usage-error.ts";
import type { CommandConsole } from "./command-console.ts";
import { readGivenInputs, type DocumentRequest } from "./run-document.ts";
import { isRemote } from "./select-frontend.ts";
import { withDocument, type DocumentQuestion } from "./with-document.ts";

/** What the locations of dependencies are relative to: the document itself, or the working directory. */
export type RelativeTo = "primary" | "cwd";

/** Prints the documents, and the files in them, that a document needs: it as a File, and they as its secondary files. */
export function writeDependencies(question: DocumentQuestion, relativeTo: RelativeTo): Promise<number> {
  return withDocument(question, (loaded) => {
    const [first = "", ...documents] = loaded.documents;
    const references = [...documents.map(asReference), ...(loaded.references?.() ?? [])];
    const base = baseOf(first, relativeTo, question.console);
    const unique = new Map(references.filter(({ uri }) => uri !== first).map((each) => [each.uri, each]));
    const needed = [...unique.values()].map(({ uri, type }) => ({ class: type, location: shortUri(uri, base) }));
    writeTree(shortUri(first, base), needed, question.console);
    return 0;
  });
}

/**
 * Prints the files that the inputs of a run name, and those that are found beside them: the job as a File, and they as its secondary
 * files. Where only the command line gives inputs, the document takes the place of the job.
 * @throws `USAGE` when nothing gives the inputs that the document needs
 */
export function writeInputDependencies(
  question: DocumentQuestion,
  given: Pick<DocumentRequest, "rest" | "taken" | "ownOptions">,
  relativeTo: RelativeTo,
): Promise<number> {
  return withDocument(question, async (loaded) => {
    const { console } = question;
    if (given.rest.length === 0 && loaded.inputs.some(({ required }) => required))
      throw usageError(
        "option --print-input-deps needs a job file, or the inputs as options",
        `cwl-runner --print-input-deps ${question.document} JOB`,
      );
    const read = await readGivenInputs(loaded, { ...given, console }, { complete: true });
    const { file } = read;
    const primary = file === undefined ? (loaded.documents[0] ?? "") : isRemote(file) ? file : pathToFileURL(file).href;
    const base = baseOf(primary, relativeTo, console);
    const trees = new Map(filesOf(read.inputs, base).map((tree) => [tree.location, tree]));
    writeTree(shortUri(primary, base), [...trees.values()], console);
    return 0;
  });
}

/** A file that something needs, with what belongs to it. */
interface FileTree {
  readonly class: "File" | "Directory";
  readonly location: string;
  readonly secondaryFiles?: readonly FileTree[];
  readonly listing?: readonly FileTree[];
}

function baseOf(primary: string, relativeTo: RelativeTo, { cwd }: CommandConsole): string {
  return relativeTo === "primary" && primary.startsWith("file:") ? dirname(fileURLToPath(primary)) : cwd;
}

function writeTree(location: string, secondaryFiles: readonly FileTree[], console: CommandConsole): void {
  const tree = { class: "File", location, ...(secondaryFiles.length > 0 && { secondaryFiles }) };
  console.out(`${JSON.stringify(tree, undefined, 2)}\n`);
}

function asReference(uri: string): DocumentReference {
  return { uri, type: "File" };
}

/** Files relative to a folder, as URI references; what lies elsewhere as it is. */
function shortUri(uri: string, base: string): string {
  if (!uri.startsWith("file:")) return uri;
  const path = relative(base, fileURLToPath(uri));
  const reference = path.split("/").map(encodeURIComponent).join("/");
  return reference === "" ? "." : reference;
}

/** What is only written out has no location: it is what is in it that is needed. */
function filesOf(value: Json | undefined, base: string): FileTree[] {
  if (typeof value !== "object" || value === null || isExactNumber(value)) return [];
  if (isList(value)) return value.flatMap((item) => filesOf(item, base));
  const { location, secondaryFiles, listing } = value;
  const isFile = isFileValue(value);
  if (!(isFile || isDirectoryValue(value)) || typeof location !== "string" || location.startsWith("_:"))
    return Object.values(value).flatMap((part) => filesOf(part, base));
  const [beside, inside] = [filesOf(secondaryFiles, base), filesOf(listing, base)];
  return [
    {
      class: isFile ? "File" : "Directory",
      location: shortUri(location, base),
      ...(beside.length > 0 && { secondaryFiles: beside }),
      ...(inside.length > 0 && { listing: inside }),
    },
  ];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
