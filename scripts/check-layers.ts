import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { layerFaults } from "./layers.ts";

const root = join(import.meta.dirname, "..");
const files = globSync("{packages,plugins}/*/src/**/*.ts", { cwd: root }).toSorted();
const faults = files.flatMap((file) => layerFaults(file, readFileSync(join(root, file), "utf8")));

for (const fault of faults) console.error(fault);
console.error(`layers: ${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
