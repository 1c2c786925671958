import { open } from "node:fs/promises";
import { join } from "node:path";
import { wholeText } from "../plugins/whole-text.ts";
import type { JobRecord } from "./run-record.ts";

/** What jobs leave of their streams unless the tool redirects them. */
export const streamNames = ["stdout", "stderr"] as const;
export type StreamName = (typeof streamNames)[number];

/** Path of a job's stream, if the job has a folder that this host can see. */
export function streamPath(job: JobRecord, stream: StreamName): string | undefined {
  return job.directory === undefined ? undefined : join(job.directory, stream);
}

/** The end of a file, whole lines where it has any; undefined when there is no such file. */
export async function readTail(path: string, limit: number): Promise<string | undefined> {
  const file = await open(path, wholeText.flag).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - limit);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, limit)), 0, Math.min(size, limit), start);
    const text = buffer.subarray(0, bytesRead).toString("utf8");
    const lineEnd = text.indexOf("\n");
    return start > 0 && lineEnd !== -1 ? text.slice(lineEnd + 1) : text;
  } finally {
    await file.close();
  }
}
