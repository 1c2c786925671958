import { createLocalHarness } from "../local-harness.ts";

// Run as a process of its own by the test of the engine's death: `folder script...`, one job for each script.
const [folder = "", ...scripts] = process.argv.slice(2);
const local = createLocalHarness(folder);
for (const [index, script] of scripts.entries()) {
  await local.submit(local.job(`job-${index}`, ["/bin/sh", "-c", script], index === 4 ? { timeout: 0.8 } : {}));
}
process.stdout.write("submitted\n");
setInterval(() => {}, 1000);
