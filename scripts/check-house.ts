/** Checks the rules of the house: length, left-overs, extension points, manifests, paths of one machine. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  extensionPointFault,
  isHandWritten,
  leftOverFault,
  lengthFault,
  machinePathFault,
  registryFault,
  timerFault,
} from "./house-rules.ts";
import { manifestFaults } from "./manifest-rules.ts";
import { root, trackedFiles, workspacePackages } from "./workspace.ts";

const files = trackedFiles().filter((file) => lstatSync(join(root, file)).isFile());
const faults = manifestFaults(root, workspacePackages());

for (const file of files) {
  const content = readFileSync(join(root, file));
  if (content.includes(0)) continue;
  const text = content.toString("utf8");
  const found = [machinePathFault(file, text, root), registryFault(file, text)];
  if (isHandWritten(file)) {
    found.push(
      lengthFault(file, text),
      leftOverFault(file, text),
      extensionPointFault(file, text),
      timerFault(file, text),
    );
  }
  faults.push(...found.filter((fault) => fault !== undefined));
}

for (const fault of faults) console.error(fault);
console.error(`house: ${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
