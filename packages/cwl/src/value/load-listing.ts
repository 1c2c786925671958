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
  const list = createLister(files, loaded);
  await list(draft, depth === "deep_listing", []);
  await completeSizes(
    loaded.filter((entry) => entry.class === "File"),
    files,
    false,
  );
}

/** Lists a directory; `above` are the real paths of folders with links that were followed to get there. */
type Lister = (draft: FileDraft, deep: boolean, above: readonly string[]) => Promise<void>;

function createLister(files: FileQuestions, loaded: FileDraft[]): Lister {
  const list: Lister = async (draft, deep, above) => {
    const directory = pathOfLocation(draft.location ?? "");
    draft.listing = [];
    const links: FileDraft[] = [];
    const folders: FileDraft[] = [];
    for (const { name, kind, link } of await entriesOf(directory, files)) {
      const entry: FileDraft = {
        class: kind === "file" ? "File" : "Directory",
        location: fileUri(`${directory}/${name}`),
        basename: name,
      };
      completeNames(entry);
      draft.listing.push(entry);
      loaded.push(entry);
      if (kind === "directory") (link ? links : folders).push(entry);
    }
    if (!deep) return;
    for (const entry of folders) await list(entry, true, above);
    if (links.length === 0) return;
    const paths = links.map(({ location = "" }) => pathOfLocation(location));
    const [here = directory, ...targets] = await files.realpath({ paths: [directory, ...paths] });
    const passed = [...above, here];
    for (const [index, entry] of links.entries()) {
      // A link that leads back up would make a listing without end.
      if (!passed.some((folder) => isIn(folder, targets[index] ?? "/"))) await list(entry, true, passed);
    }
  };
  return list;
}

interface Entry {
  readonly name: string;
  readonly kind: "file" | "directory";
  readonly link: boolean;
}

/** What is in a directory, as what links lead to. */
async function entriesOf(directory: string, files: FileQuestions): Promise<readonly Entry[]> {
  const entries = await files.list({ directory });
  const links = entries.filter((entry) => entry.type === "link").map((entry) => entry.name);
  const found = links.length === 0 ? [] : await files.stat({ paths: links.map((name) => `${directory}/${name}`) });
  const targets = new Map(links.map((name, index) => [name, found[index]]));
  return entries.flatMap(({ name, type }) => {
    const link = type === "link";
    const kind = link ? targets.get(name)?.type : type;
    return kind === "file" || kind === "directory" ? [{ name, kind, link }] : [];
  });
}

function isIn(path: string, folder: string): boolean {
  return `${path}/`.startsWith(folder === "/" ? folder : `${folder}/`);
}
