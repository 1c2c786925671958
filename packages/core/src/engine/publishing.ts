import { SluiceError, toSluiceError, type JsonObject } from "@sluice/contracts";
import { sleep } from "../timers.ts";
import type { CommittedFiles } from "./committed-files.ts";
import type { RunDeps } from "./run-deps.ts";

/** Milliseconds until placing outputs is tried again on a full disk, and how long that is done. */
const pause = 2000;
const patience = 10 * 60 * 1000;

/** What is placed where. */
interface Publication {
  readonly outputs: JsonObject;
  readonly outdir: string;
  readonly committedFiles: Pick<CommittedFiles, "check">;
  readonly signal: AbortSignal;
}

/**
 * Places the outputs of a run into a folder; the same outputs get the same names each time, so that what was cut short is simply repeated.
 * @throws `PUBLISHING_FAILED`; `OUTPUT_CHANGED`; whatever the signal was aborted with
 */
export async function publishOutputs(
  { context, folder, logger }: Pick<RunDeps, "context" | "folder" | "logger">,
  { outputs, outdir, committedFiles, signal }: Publication,
): Promise<JsonObject> {
  await committedFiles.check(outputs, { deep: true, signal });
  const deadline = Date.now() + patience;
  for (let told = false; ; told = true) {
    try {
      const placed = await context.dataManager.publish({ outputs, outdir, owned: folder, signal });
      if (told) logger.warn(`there is space for the outputs in ${outdir} again`);
      return placed;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toSluiceError(thrown);
      if (error.code !== "DISK_FULL" || Date.now() > deadline) throw cannotPublish(outdir, error);
      if (!told) logger.error(`${error.message.replace(/\.$/, "")}: trying again until there is space`);
      await sleep(pause, signal);
    }
  }
}

function cannotPublish(outdir: string, cause: SluiceError): SluiceError {
  return new SluiceError("PUBLISHING_FAILED", `the outputs cannot be placed in ${outdir}: ${cause.message}`, {
    hint: "All steps are done: resuming the run places the outputs, there or in another folder, and runs nothing again.",
    cause,
  });
}
