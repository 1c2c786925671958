import type { LoadListing } from "../model/index.ts";
import { completeNames, completeSizes } from "./complete-files.ts";
import type { FileDraft } from "./file-draft.ts";
import type { FileQuestions } from "./file-questions.ts";
import { fileUri, isRealLocation, pathOfLocation } from "./file-uri.ts";

/** Loads the listing of a Directory, or takes it away where none is wanted. Literal directories keep theirs. */
export async function loadListing(draft: FileDraft, depth: LoadListing, files: FileQuestions): Promise<void> {
  if (draft.class !== "Directory" || !isRealLocation(draft.location)) return;
  if (depth === "no_listing") {
    delete draft.listing;
    return;
  }
  const loaded: FileDraft[] = [];
  await list(draft, depth === "deep_listing", files, loaded);
  await completeSizes(
    loaded.filter((entry) => entry.class === "File"),
    files,
    false,
  );
}

async function list(draft: FileDraft, deep: boolean, files: FileQuestions, loaded: FileDraft[]): Promise<void> {
  const directory = pathOfLocation(draft.location ?? "");
  const entries = await files.list({ directory });
  const links = entries.filter((entry) => entry.type === "link").map((entry) => entry.name);
  const found = links.length === 0 ? [] : await files.stat({ paths: links.map((name) => `${directory}/${name}`) });
  const targets = new Map(links.map((name, index) => [name, found[index]]));
  draft.listing = [];
  for (const { name, type } of entries) {
    const kind = type === "link" ? targets.get(name)?.type : type;
    if (kind !== "file" && kind !== "directory") continue;
    const entry: FileDraft = {
      class: kind === "file" ? "File" : "Directory",
      location: fileUri(`${directory}/${name}`),
      basename: name,
    };
    completeNames(entry);
    draft.listing.push(entry);
    loaded.push(entry);
    // A link to a directory may lead back up: such a listing would never end.
    if (deep && kind === "directory" && type !== "link") await list(entry, true, files, loaded);
  }
}
