export * from "./fake-clock.ts";
export * from "./fake-context.ts";
export * from "./fake-database.ts";
export * from "./fake-host.ts";
export * from "./fake-logger.ts";
export * from "./fake-managers.ts";
export * from "./temporary-folder.ts";
