import { SluiceError, type LocationFiles } from "@sluice/contracts";

/**
 * Paths at which there seems to be nothing: links among them lead nowhere.
 * @throws `CWL_OUTPUT_INVALID` for the first link, with what it says
 */
export async function refuseDangling(paths: readonly string[], files: LocationFiles): Promise<void> {
  if (paths.length === 0) return;
  const stats = await files.stat({ paths, follow: false });
  const link = paths.find((_, index) => stats[index]?.type === "link");
  if (link === undefined) return;
  const [target] = (await files.readlink?.({ paths: [link] })) ?? [];
  const where = target === undefined ? "" : `, to ${target},`;
  throw new SluiceError(
    "CWL_OUTPUT_INVALID",
    `${link}, which is part of an output, is a link${where} that leads nowhere`,
  );
}

/** Says that something in an output can be neither read nor placed. */
export function noData(path: string): SluiceError {
  return new SluiceError(
    "CWL_OUTPUT_INVALID",
    `${path}, which is part of an output, is neither a file nor a directory but a pipe, a socket or a device`,
  );
}
