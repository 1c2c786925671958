/** Whether a text is an input object that names the process to run. Source: CWL v1.2, "Executing CWL documents as scripts". */
export function namesTool(text: string): boolean {
  return /^\s*[{,]?\s*["']?(cwl:tool|https:\/\/w3id\.org\/cwl\/cwl#tool)["']?\s*:/m.test(text) && !hasVersion(text);
}

/** Whether a text is a CWL document: they all have a version. */
export function hasVersion(text: string): boolean {
  return /^\s*[{,]?\s*["']?cwlVersion["']?\s*:/m.test(text);
}
