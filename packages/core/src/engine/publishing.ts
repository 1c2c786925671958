import { failureText, SluiceError, toSluiceError, type JsonObject } from "@sluice/contracts";
import type { CommittedFiles } from "./committed-files.ts";
import type { RunDeps } from "./run-deps.ts";
import type { Shortages } from "./shortages.ts";

/** What is placed where. */
interface Publication {
  readonly outputs: JsonObject;
  readonly outdir: string;
  /** Steps of the run have failed: these are the outputs that are there. */
  readonly isFailed: boolean;
  readonly committedFiles: Pick<CommittedFiles, "check">;
  readonly signal: AbortSignal;
}

/**
 * Places the outputs of a run into a folder; the same outputs get the same names each time, so that what was cut short is simply repeated.
 * @throws `PUBLISHING_FAILED`; `OUTPUT_CHANGED`; whatever the signal was aborted with
 */
export async function publishOutputs(
  { context, folder }: Pick<RunDeps, "context" | "folder">,
  shortages: Pick<Shortages, "outlast">,
  { outputs, outdir, isFailed, committedFiles, signal }: Publication,
): Promise<JsonObject> {
  await committedFiles.check(outputs, { deep: true, signal });
  const publish = async (): Promise<JsonObject> =>
    context.dataManager.publish({ outputs, outdir, owned: folder, signal });
  try {
    return await shortages.outlast(publish, { signal, limited: true });
  } catch (thrown) {
    signal.throwIfAborted();
    const cause = toSluiceError(thrown);
    throw new SluiceError("PUBLISHING_FAILED", `the outputs cannot be placed in ${outdir}: ${failureText(cause)}`, {
      hint: isFailed
        ? "Steps have failed, too; those that are done are not lost: resuming the run does the rest and places the outputs, there or in another folder."
        : "All steps are done: resuming the run places the outputs, there or in another folder, and runs nothing again.",
      cause,
    });
  }
}
