import type { StepKey } from "./run-event.ts";

/** How many digits of a job's id its folder's name ends in. */
const idDigits = 8;

/** Name of a job's folder: readable, safe in every file system and shell, and unique through the id. */
export function jobFolderName(key: Pick<StepKey, "step" | "tag">, job: string): string {
  const step = key.step.replaceAll(/[^A-Za-z0-9._-]+/g, ".").replaceAll(/^\.+|\.+$/g, "");
  return `${step.slice(0, 60) || "job"}-${key.tag}-${job.slice(0, idDigits)}`;
}

/**
 * Whether a path can be the folder of a job of a run below a `workdir`: `…/RUN/NAME`, with a name that ends in the beginning of the job's id.
 * Journals come from others, too: what one names is removed only if this holds.
 */
export function isJobFolder(input: {
  readonly run: string;
  readonly job: string;
  readonly directory: string;
}): boolean {
  const { run, job, directory } = input;
  if (!/^[0-9a-f]{20}$/.test(job)) return false;
  const parts = directory.split("/");
  if (parts[0] !== "" || parts.length < 4) return false;
  if (parts.slice(1).some((part) => part === "" || part === "." || part === "..")) return false;
  return parts.at(-2) === run && parts.at(-1)?.endsWith(`-${job.slice(0, idDigits)}`) === true;
}
