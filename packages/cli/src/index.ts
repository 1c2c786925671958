export { runCwlRunner, runSluice } from "./main.ts";
