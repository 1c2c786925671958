import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  isDirectoryValue,
  isFileValue,
  type DocumentReference,
  type Json,
  type JsonObject,
  type LoadedWorkflow,
} from "@sluice/contracts";
import type { CommandConsole } from "./command-console.ts";
import { isRemote, located } from "./select-frontend.ts";
import { withDocument, type DocumentQuestion } from "./with-document.ts";

/** What the locations of dependencies are relative to: the document itself, or the working directory. */
export type RelativeTo = "primary" | "cwd";

/** Prints the documents, and the files in them, that a document needs: it as a File, and they as its secondary files. */
export function writeDependencies(question: DocumentQuestion, relativeTo: RelativeTo): Promise<number> {
  return withDocument(question, (loaded) => {
    const [first = "", ...documents] = loaded.documents;
    const references = [...documents.map(asReference), ...(loaded.references?.() ?? [])];
    writeTree(first, references, relativeTo, question.console);
    return 0;
  });
}

/** Prints the files that the inputs of a run name: the job as a File, and they as its secondary files. */
export function writeInputDependencies(
  question: DocumentQuestion,
  job: string,
  relativeTo: RelativeTo,
): Promise<number> {
  return withDocument(question, async (loaded) => {
    const { cwd } = question.console;
    const file = located(job, cwd);
    const uri = isRemote(file) ? file : pathToFileURL(file).href;
    const inputs = await readJob(loaded, file, cwd);
    writeTree(uri, filesOf(inputs), relativeTo, question.console);
    return 0;
  });
}

async function readJob(loaded: LoadedWorkflow, file: string, cwd: string): Promise<JsonObject> {
  const { inputs } = await loaded.readInputs({ file, texts: {}, cwd, signal: new AbortController().signal });
  return inputs;
}

function writeTree(
  primary: string,
  references: readonly DocumentReference[],
  relativeTo: RelativeTo,
  console: CommandConsole,
): void {
  const base = relativeTo === "primary" && primary.startsWith("file:") ? dirname(fileURLToPath(primary)) : console.cwd;
  const unique = new Map(references.filter(({ uri }) => uri !== primary).map((each) => [each.uri, each]));
  const secondaryFiles = [...unique.values()].map(({ uri, type }) => ({ class: type, location: shortUri(uri, base) }));
  const tree = {
    class: "File",
    location: shortUri(primary, base),
    ...(secondaryFiles.length > 0 && { secondaryFiles }),
  };
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

function filesOf(value: Json): DocumentReference[] {
  if (typeof value !== "object" || value === null) return [];
  if (isList(value)) return value.flatMap(filesOf);
  const { class: type, location } = value;
  const isData = isFileValue(value) || isDirectoryValue(value);
  const own =
    isData && typeof location === "string" && !location.startsWith("_:")
      ? [{ uri: location, type: type === "File" ? ("File" as const) : ("Directory" as const) }]
      : [];
  return [...own, ...Object.values(value).flatMap(filesOf)];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
