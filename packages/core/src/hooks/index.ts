export { createHookBus, type HookBus } from "./hook-bus.ts";
export { createReportBus, type ReportBus } from "./report-bus.ts";
