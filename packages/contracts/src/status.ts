/** Where a run stands. `failed`, `cancelled` and an interrupted `running` can be resumed. */
export type RunStatus = "created" | "running" | "completed" | "failed" | "cancelled";

/** Where a job stands, as its connector sees it. `lost`: nothing is known of it and nothing will be. */
export type JobState = "queued" | "running" | "exited" | "lost";
