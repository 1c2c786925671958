/** Compares the public API of every package with the snapshots under api/; with --update, rewrites them. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiSnapshot } from "./api-snapshot.ts";
import { firstDifference } from "./first-difference.ts";
import { root, workspacePackages } from "./workspace.ts";

const update = process.argv.includes("--update");
const snapshots = new Map<string, string>();

for (const { folder, manifest } of workspacePackages()) {
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    const types = typeof target === "string" ? undefined : target["types"];
    if (types === undefined) continue;
    const name = [folder.split("/")[1], ...subpath.split("/").slice(1)].join(".");
    const heading = `// The public API of ${join(manifest.name, subpath)}. Written by \`npm run api\`.\n\n`;
    const file = join(root, folder, types);
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` first`);
    snapshots.set(`api/${name}.d.ts`, heading + apiSnapshot(file));
  }
}

const changed: string[] = [];
for (const [file, text] of snapshots) {
  const path = join(root, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (before === text) continue;
  changed.push(file);
  if (update) {
    mkdirSync(join(root, "api"), { recursive: true });
    writeFileSync(path, text);
  } else {
    console.error(`${file}: the public API changed; ${firstDifference(before, text)}`);
  }
}

for (const file of globSync("api/*.d.ts", { cwd: root })) {
  if (snapshots.has(file)) continue;
  changed.push(file);
  if (update) rmSync(join(root, file));
  else console.error(`${file}: there is no such entry point any more`);
}

console.error(`api: ${snapshots.size} entry points, ${changed.length} ${update ? "rewritten" : "changed"}`);
if (!update && changed.length > 0) console.error("If the change is meant, run `npm run api` and commit api/.");
process.exitCode = update || changed.length === 0 ? 0 : 1;
