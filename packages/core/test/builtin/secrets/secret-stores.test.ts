import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEnvSecretStore } from "../../../src/builtin/secrets/env-secret-store.ts";
import { createFileSecretStore } from "../../../src/builtin/secrets/file-secret-store.ts";

const signal = new AbortController().signal;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-secrets-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a variable is read; one that is unset or empty is missing", async () => {
  const store = createEnvSecretStore({ TOKEN: "abc", NONE: "" });
  expect(await store.read({ key: "TOKEN", signal })).toBe("abc");
  for (const key of ["NONE", "OTHER"]) {
    await expect(store.read({ key, signal })).rejects.toThrow(expect.objectContaining({ code: "SECRET_MISSING" }));
  }
});

test("a file is read from the folder of the configuration, without its last end of line", async () => {
  writeFileSync(join(folder, "token"), "two\nlines\n\n", { mode: 0o600 });
  expect(await createFileSecretStore({ configDir: folder }).read({ key: "token", signal })).toBe("two\nlines\n");
});

test.each([0o640, 0o604])("a file with mode %o is refused, and the message has no secret", async (mode) => {
  const file = join(folder, "open");
  writeFileSync(file, "hunter2");
  chmodSync(file, mode);
  const reading = createFileSecretStore({ configDir: folder }).read({ key: "open", signal });
  await expect(reading).rejects.toThrow(
    expect.objectContaining({ code: "SECRET_MISSING", hint: `Keep it to yourself: chmod 600 ${file}` }),
  );
  await expect(reading).rejects.not.toThrow("hunter2");
});

test("a file that is not there is named", async () => {
  const reading = createFileSecretStore({ configDir: folder }).read({ key: "none", signal });
  await expect(reading).rejects.toThrow(`${join(folder, "none")}, which holds a secret, does not exist`);
});
