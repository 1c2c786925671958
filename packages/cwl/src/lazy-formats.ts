import type { SluiceError } from "@sluice/contracts";
import type { FormatChecker } from "./value/check-format.ts";
import type { FetchFile } from "./value/local-copies.ts";

/** A checker of formats whose code is loaded when two formats differ for the first time and there are ontologies. */
export function lazyFormats(fetchFile: FetchFile, warn: (warning: SluiceError) => void): FormatChecker {
  let made: Promise<FormatChecker> | undefined;
  return {
    async accepts(input) {
      if (input.allowed.includes(input.format)) return true;
      if (input.schemas.length === 0) return false;
      return (await (made ??= makeFormats(fetchFile, warn))).accepts(input);
    },
  };
}

async function makeFormats(fetchFile: FetchFile, warn: (warning: SluiceError) => void): Promise<FormatChecker> {
  const [{ createOntologyFormats }, { createFetchText }] = await Promise.all([
    import("./format/ontology-formats.ts"),
    import("./load/index.ts"),
  ]);
  return createOntologyFormats({ fetchText: createFetchText(fetchFile), warn });
}
