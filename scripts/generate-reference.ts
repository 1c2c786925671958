/** Writes the pages of docs/reference that follow from the code; with --check, only compares. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { commandPages } from "./reference/command-pages.ts";
import { configurationPages } from "./reference/configuration-page.ts";
import { extensionPages } from "./reference/extension-pages.ts";
import { interfacePages } from "./reference/interface-pages.ts";
import { root } from "./workspace.ts";

const pages = [...(await commandPages()), ...configurationPages(), ...(await extensionPages()), ...interfacePages()];
const stale: string[] = [];
for (const { path, text } of pages) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale.push(path);
  if (process.argv.includes("--check")) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`not up to date: ${stale.join(", ")}; run \`npm run generate\``);
  process.exitCode = 1;
} else
  console.error(
    `reference: ${pages.length} pages, ${stale.length} ${stale.length === 1 ? "was" : "were"} not up to date`,
  );
