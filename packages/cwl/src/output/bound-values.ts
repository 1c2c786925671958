import type { Json, LocationFiles } from "@sluice/contracts";
import type { CwlVersion, LoadListing } from "../model/index.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { asValue, type FileDraft } from "../value/file-draft.ts";
import { loadContents } from "../value/load-contents.ts";
import { loadListing } from "../value/load-listing.ts";
import { filesAt, globPatterns, matchPatterns } from "./find-files.ts";
import type { BoundOutput } from "./output-bindings.ts";
import type { OutputPlaces } from "./output-places.ts";
import { matchedValue } from "./output-value.ts";

export interface OutputSearch {
  readonly session: ExpressionSession;
  readonly files: LocationFiles;
  readonly places: OutputPlaces;
  readonly cwlVersion: CwlVersion;
  /** For Directories that an `outputEval` may look into, where their binding does not say how to list them. */
  readonly defaultListing: LoadListing;
}

/** The values of bound outputs: glob, loadContents, outputEval, in two rounds of expressions. Source: CWL v1.2, CommandOutputBinding. */
export async function boundValues(
  outputs: readonly BoundOutput[],
  search: OutputSearch,
): Promise<ReadonlyMap<BoundOutput, Json>> {
  const { session, files, places } = search;
  const globs = createExpressionRound(session);
  const asked = outputs.map(({ name, binding }) =>
    [binding.glob ?? []].flat().map((pattern) => globs.ask(pattern, { where: `outputs.${name}.outputBinding.glob` })),
  );
  await globs.settle();
  const patterns = outputs.map(({ name }, index) => globPatterns(asked[index] ?? [], name, places));
  const paths = await matchPatterns(patterns, places, files);
  const known = await filesAt(paths.flat(), places, files);
  // Each output has its own copies: what one loads must not show up in another.
  const found = paths.map((list) => {
    const wanted = list.filter(({ path, onlyDirectory }) => !onlyDirectory || known.get(path)?.class === "Directory");
    return [...new Set(wanted.map(({ path }) => path))].flatMap((path) => structuredClone(known.get(path) ?? []));
  });
  await complete(outputs, found, search);

  const evals = createExpressionRound(session);
  const evaluated = outputs.map(({ name, binding }, index) => {
    if (binding.outputEval === undefined) return undefined;
    const self = binding.glob === undefined ? null : (found[index] ?? []).map(asValue);
    return evals.ask(binding.outputEval, { self, where: `outputs.${name}.outputBinding.outputEval` });
  });
  await evals.settle();
  return new Map(
    outputs.map((output, index) => {
      const answer = evaluated[index];
      if (answer !== undefined) return [output, answer()];
      return [
        output,
        output.binding.glob === undefined ? null : matchedValue(output, found[index] ?? [], patterns[index] ?? []),
      ];
    }),
  );
}

async function complete(
  outputs: readonly BoundOutput[],
  found: readonly (readonly FileDraft[])[],
  { files, cwlVersion, defaultListing }: OutputSearch,
): Promise<void> {
  const loaded = outputs.flatMap(({ binding }, index) => (binding.loadContents === true ? (found[index] ?? []) : []));
  await loadContents(loaded, { files, cwlVersion, code: "CWL_OUTPUT_INVALID" });
  for (const [index, { binding }] of outputs.entries()) {
    // Expressions may ask for a checksum; those that do not should not wait for it.
    if (binding.outputEval?.includes("checksum") === true) await addChecksums(found[index] ?? [], files);
    const listing = binding.loadListing ?? (binding.outputEval === undefined ? "no_listing" : defaultListing);
    for (const draft of found[index] ?? []) await loadListing(draft, listing, files);
  }
}

async function addChecksums(drafts: readonly FileDraft[], files: LocationFiles): Promise<void> {
  const wanted = drafts.filter((draft) => draft.class === "File");
  const sums = await files.checksum({ paths: wanted.map((draft) => draft.path ?? "") });
  for (const [index, draft] of wanted.entries()) draft.checksum = sums[index] ?? "";
}
