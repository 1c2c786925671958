// Loaded into a measured process: writes its peak resident memory, in bytes, when it ends.
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const file = process.env.SLUICE_BENCH_PEAK;
if (isMainThread && file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
