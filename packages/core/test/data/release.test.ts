import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Location } from "@sluice/contracts";
import { afterAll, expect, test } from "vitest";
import { defaultDataManagerFactory } from "../../src/data/index.ts";

const job = mkdtempSync(join(tmpdir(), "sluice-release-"));
afterAll(() => rmSync(job, { recursive: true, force: true }));

test("temporary files go, outputs stay, and a second time does nothing", async () => {
  const directories = { job, output: join(job, "out"), temporary: join(job, "tmp"), staging: join(job, "in") };
  mkdirSync(join(directories.temporary, "deep"), { recursive: true });
  mkdirSync(directories.output);
  writeFileSync(join(directories.temporary, "deep", "file"), "x");
  writeFileSync(join(directories.output, "result"), "x");
  const location: Location = { name: "here", deployment: "local", local: true };
  const manager = defaultDataManagerFactory.create({});
  const { signal } = new AbortController();
  await manager.release({ directories, location, signal });
  await manager.release({ directories, location, signal });
  expect(existsSync(directories.temporary)).toBe(false);
  expect(existsSync(join(directories.output, "result"))).toBe(true);
});
