import { hash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { needs, testWith } from "../../../test/support/needs.ts";
import { checksumFile } from "../src/files/checksum-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-checksum-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])(
  "a file of %i bytes, whatever size it is said to have",
  async (length) => {
    const path = join(folder, String(length));
    const bytes = Buffer.alloc(length, "sluice");
    writeFileSync(path, bytes);
    for (const size of [length, 0, length + 10])
      expect(await checksumFile(path, size)).toBe(`sha1$${hash("sha1", bytes)}`);
  },
);

testWith(needs.linux, "what is no file, or has no end, is an error", async () => {
  for (const path of ["/dev/zero", "/dev/random", "/proc/self/mem", "/proc/self/pagemap"])
    await expect(checksumFile(path, 0)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  expect(await checksumFile("/proc/self/cmdline", 0)).toMatch(/^sha1\$/);
});
