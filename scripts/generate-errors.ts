/** Writes docs/reference/errors.md from the table of error codes; with --check, only compares. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCodes, type ErrorCodeInfo } from "../packages/contracts/src/error-codes.ts";
import { root } from "./workspace.ts";

const file = join(root, "docs/reference/errors.md");
const rows = Object.entries<ErrorCodeInfo>(errorCodes).map(
  ([code, { summary, exit, retryable }]) =>
    `| \`${code}\` | ${summary} | ${exit} | ${retryable === true ? "yes" : "no"} |`,
);
const text = [
  "# Error codes",
  "",
  "Every error that Sluice raises on purpose carries one of these codes. They are stable: scripts may match on them.",
  "*Exit* is the exit status of a command that ends with the error; *again* says whether trying again may help.",
  "",
  "<!-- Written by scripts/generate-errors.ts from packages/contracts/src/error-codes.ts. -->",
  "",
  "| code | meaning | exit | again |",
  "|---|---|---|---|",
  ...rows,
  "",
].join("\n");

if (!process.argv.includes("--check")) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
  console.error("docs/reference/errors.md does not match the table of error codes: run `npm run generate`");
  process.exitCode = 1;
}
