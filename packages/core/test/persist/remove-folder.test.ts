import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteDatabase, removeFolder } from "../../src/persist/index.ts";
import { spawnChild, outputOf } from "./children/spawn.ts";
import { temporaryHome } from "./temporary-home.ts";
import { needs, testWith } from "../../../../test/support/needs.ts";

/** A tree as jobs leave them: folders without write permission, a link to the outside, a name that is not UTF-8. */
function makeTree(folder: string, outside: string): void {
  mkdirSync(join(folder, "a", "b"), { recursive: true });
  writeFileSync(join(folder, "a", "b", "file"), "x");
  symlinkSync(outside, join(folder, "a", "link"));
  if (process.platform === "linux") {
    const bytes = Buffer.concat([Buffer.from(join(folder, "a", "b")), Buffer.from("/"), Buffer.from([0xff, 0xfe])]);
    mkdirSync(bytes);
    writeFileSync(Buffer.concat([bytes, Buffer.from("/"), Buffer.from([0x80])]), "x");
  }
  for (const path of [join(folder, "a", "b"), join(folder, "a")]) chmodSync(path, 0o555);
}

test("removes what jobs leave behind, and nothing that links lead to", async () => {
  const outside = temporaryHome();
  writeFileSync(join(outside, "kept"), "x");
  const folder = join(temporaryHome(), "run");
  makeTree(folder, outside);
  await removeFolder(folder);
  expect([existsSync(folder), existsSync(join(outside, "kept"))]).toEqual([false, true]);
});

// Permissions do not hold for root, so another user has to try.
testWith(needs.otherUser, "removes folders without write permission as an ordinary user too", async () => {
  const home = temporaryHome();
  const folder = join(home, "run");
  makeTree(folder, home);
  chmodSync(home, 0o755);
  const nobody = 65_534;
  spawnSync("chown", ["-R", "-h", `${nobody}:${nobody}`, home]);
  chownSync(home, nobody, nobody);
  const { code, stderr } = await outputOf(spawnChild("remove-folder.ts", [folder], { user: nobody }));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(existsSync(folder)).toBe(false);
});

test("a run is removed with its job folders", async () => {
  const database = createSqliteDatabase({ home: temporaryHome() });
  await (await database.createRun({ run: "r1", name: "First" }))[Symbol.asyncDispose]();
  makeTree(join(database.runFolder("r1"), "jobs"), temporaryHome());
  await database.removeRun({ run: "r1" });
  expect(existsSync(database.runFolder("r1"))).toBe(false);
  expect(await database.listRuns()).toEqual([]);
});
