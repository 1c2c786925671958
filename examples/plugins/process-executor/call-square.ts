// `node call-square.ts` computes 12 × 12 in another process.
import { executorPoint } from "@sluice/contracts";
import { createHost } from "@sluice/core/host";
import plugin from "./index.ts";

const module = new URL("tasks.ts", import.meta.url).href;
const { signal } = new AbortController();

await using host = await createHost({ plugins: [plugin] });
const executor = host.extension(executorPoint, "process");
const squared = executor.submit({ task: { module, export: "square" }, args: 12, signal });
const pid = executor.submit({ task: { module, export: "processId" }, args: null, signal });
console.log(JSON.stringify({ squared: await squared.result, elsewhere: (await pid.result) !== process.pid }));
