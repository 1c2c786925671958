// The limit that running jobs is compared with: Node starts N processes, two at a time, each with a folder and an
// output file of its own, and does nothing else.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const count = Number(process.argv[2]);
let next = 0;

async function lane() {
  while (next < count) {
    const index = next;
    next += 1;
    const folder = join("jobs", String(index));
    mkdirSync(folder, { recursive: true });
    const out = openSync(join(folder, "out.txt"), "w");
    await new Promise((resolve, reject) => {
      const child = spawn("/bin/echo", [String(index)], { cwd: folder, stdio: ["ignore", out, "inherit"] });
      child.on("error", reject);
      child.on("exit", resolve);
    });
    closeSync(out);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, lane));
