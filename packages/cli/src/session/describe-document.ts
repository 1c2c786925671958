import { pathToFileURL } from "node:url";
import type { InputDescription, Json, JsonObject } from "@sluice/contracts";
import { formatTable } from "../render/table.ts";
import { nameText } from "../render/terminal-text.ts";
import { withRelativeLocations } from "./relative-locations.ts";
import { notOfferedBy, withDocument, type DocumentQuestion } from "./with-document.ts";

/** Prints a document and all that it refers to as one document. */
export async function writePacked(question: DocumentQuestion): Promise<number> {
  question.console.out(await packedText(question));
  return 0;
}

/**
 * A document and all that it refers to as the text of one document. With `path`, where it will be kept, files that lie with it or
 * with the original are named as seen from there.
 */
export function packedText(question: DocumentQuestion, path?: string): Promise<string> {
  return withDocument(question, (loaded) => {
    if (!loaded.pack) throw notOfferedBy(question.document, "packed form");
    const packed = loaded.pack();
    return `${JSON.stringify(path === undefined ? packed : relocated(packed, path, loaded.documents), undefined, 2)}\n`;
  });
}

function relocated(packed: JsonObject, path: string, [original]: readonly string[]): Json {
  const folder = new URL(".", pathToFileURL(path)).href;
  const isLocal = original?.startsWith("file:") === true;
  return withRelativeLocations(packed, folder, [folder, ...(isLocal ? [new URL(".", original).href] : [])]);
}

/** Prints a job file to be filled in. */
export function writeJobTemplate(question: DocumentQuestion): Promise<number> {
  return withDocument(question, (loaded) => {
    if (!loaded.jobTemplate) throw notOfferedBy(question.document, "job files");
    question.console.out(loaded.jobTemplate());
    return 0;
  });
}

/** Draws the steps of a workflow, as text for another program. */
export function graphText(question: DocumentQuestion, format: "dot" | "mermaid"): Promise<string> {
  return withDocument({ ...question, checks: { ...question.checks, drawing: true } }, async (loaded) => {
    const { graph } = await loaded.translate({ inputs: {} });
    const { renderDot, renderMermaid } = await import("@sluice/core/graph");
    const text = format === "dot" ? renderDot(graph) : renderMermaid(graph);
    return text.endsWith("\n") ? text : `${text}\n`;
  });
}

/** Prints the steps of a workflow as a drawing. */
export async function writeGraph(question: DocumentQuestion, format: "dot" | "mermaid"): Promise<number> {
  question.console.out(await graphText(question, format));
  return 0;
}

/**
 * Prints the names by which parts of a document can be chosen, one a line behind two spaces; what they are goes to standard error,
 * unless only names are wanted.
 */
export function writeTargets(question: DocumentQuestion, namesOnly: boolean): Promise<number> {
  return withDocument(question, (loaded) => {
    if (!loaded.targets) throw notOfferedBy(question.document, "parts to choose");
    const { console } = question;
    for (const { of, kind, names } of loaded.targets()) {
      if (!namesOnly && kind !== "step") console.err(`${kind}s of ${of === "" ? "the document" : nameText(of)}:\n`);
      for (const name of names) console.out(`  ${nameText(name)}\n`);
    }
    return 0;
  });
}

/** Prints the inputs of a process, as a table or as a JSON list. */
export function writeInputs(question: DocumentQuestion, asJson: boolean): Promise<number> {
  return withDocument(question, ({ inputs }) => {
    const { console } = question;
    if (asJson) console.out(`${JSON.stringify(inputs, undefined, 2)}\n`);
    else if (inputs.length === 0) console.err(`${question.document} has no inputs.\n`);
    else console.out(formatTable(["INPUT", "TYPE", "NEEDED", "DEFAULT", "DESCRIPTION"], inputs.map(tableRow)));
    return 0;
  });
}

function tableRow(input: InputDescription): string[] {
  const value = input.default === undefined ? "" : JSON.stringify(input.default);
  // A table has one line for each input.
  const [doc = ""] = (input.doc ?? "").trim().split("\n");
  const shown = value.length > 40 ? `${value.slice(0, 37)}...` : value;
  return [input.name, input.type.replaceAll(/\s+/g, " "), input.required ? "yes" : "no", shown, doc];
}
