import { SluiceError, type Json } from "@sluice/contracts";
import { resolve } from "node:path";
import { visitFiles, type FileDraft } from "./file-draft.ts";
import { pathOfLocation } from "./file-uri.ts";

/**
 * Files that an expression of a fetched document makes are literals, lie elsewhere, or are of what it was given: else whoever wrote it
 * could have any file of this machine read without running anything.
 * @throws `CWL_REFERENCE`
 */
export function refuseLocalFiles(made: Json, given: Json, where: string): void {
  const known = new Set<string>();
  visitFiles(given, (draft) => {
    for (const path of pathsOf(draft)) known.add(path);
  });
  visitFiles(made, (draft) => {
    const path = pathsOf(draft).find((each) => !isOf(each, known));
    if (path === undefined) return;
    throw new SluiceError(
      "CWL_REFERENCE",
      `${where}, in a document that was fetched, names the file ${JSON.stringify(path)} of this machine`,
      { hint: "If you trust it: --allow-local-files." },
    );
  });
}

function pathsOf({ location, path }: FileDraft): readonly string[] {
  return [location, path].flatMap((place) =>
    typeof place === "string" && /^(?:file:|\/)/i.test(place) ? [resolve(pathOfLocation(place))] : [],
  );
}

/** Whether a path is one of some, or lies in one. */
function isOf(path: string, known: ReadonlySet<string>): boolean {
  for (let at = path; ; at = resolve(at, "..")) {
    if (known.has(at)) return true;
    if (at === "/") return false;
  }
}
