import type { JobRequest } from "@sluice/contracts";

/** Whether a value has the form of a job request, as far as everything depends on it. */
export function isJobRequest(value: unknown): value is JobRequest {
  if (typeof value !== "object" || value === null) return false;
  const { argv, environment, directory, staging } = value as Partial<Record<keyof JobRequest, unknown>>;
  return (
    isTextList(argv) &&
    argv.length > 0 &&
    typeof environment === "object" &&
    environment !== null &&
    isTextList(Object.values(environment)) &&
    typeof directory === "string" &&
    Array.isArray(staging)
  );
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
