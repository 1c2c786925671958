export { defaultSchedulerFactory } from "./create-scheduler.ts";
