import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runNpm } from "../../src/plugins/run-npm.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-npm-"));
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Puts a script in the place of npm. */
function fakeNpm(script: string): void {
  writeFileSync(join(folder, "npm"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "npm"), 0o755);
}

test("what is installed is never an option of npm, and nothing of it is run", async () => {
  fakeNpm(`printf '%s\\n' "$@" > argv`);
  await runNpm("install", ["--global=true"], folder);
  const argv = readFileSync(join(folder, "argv"), "utf8").trim().split("\n");
  expect(argv).toContain("--ignore-scripts");
  expect(argv.slice(-2)).toEqual(["--", "--global=true"]);
});

test.each([
  ["npm error code E404\nnpm error 404 Not Found", "npm install failed: code E404; 404 Not Found", /name is right/],
  ["npm ERR! request failed, ENOTFOUND", "npm install failed: request failed, ENOTFOUND", /cannot be reached/],
])("what npm says when it fails is said shortly: %j", async (said, message, hint) => {
  fakeNpm(`printf '%s' '${said}' >&2; exit 1`);
  await expect(runNpm("install", ["x"], folder)).rejects.toMatchObject({
    code: "PLUGIN_INSTALL",
    message,
    hint: expect.stringMatching(hint) as string,
  });
});
