// Both look at each line once: no character can belong to two parts of them.
const toolKey = /^[ \t\uFEFF]*(?:[{,][ \t\uFEFF]*)?["']?(?:cwl:tool|https:\/\/w3id\.org\/cwl\/cwl#tool)["']?\s*:/m;
const versionKey = /^[ \t\uFEFF]*(?:[{,][ \t\uFEFF]*)?["']?cwlVersion["']?\s*:/m;

/** Whether a text is an input object that names the process to run. Source: CWL v1.2, "Executing CWL documents as scripts". */
export function namesTool(text: string): boolean {
  return toolKey.test(text) && !hasVersion(text);
}

/** Whether a text is a CWL document: they all have a version. */
export function hasVersion(text: string): boolean {
  return versionKey.test(text);
}
