export type { Guard } from "./guard.ts";
export { createHookBus, type EventFor, type HookBus } from "./hook-bus.ts";
export { createReportBus, createRunReports, type ReportBus } from "./report-bus.ts";
export { withinTime } from "./within-time.ts";
