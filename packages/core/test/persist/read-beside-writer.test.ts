import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSqliteDatabase } from "../../src/persist/index.ts";
import { temporaryHome } from "./temporary-home.ts";
import { needs, testWith } from "../../../../test/support/needs.ts";

const event = { type: "cancel_requested", data: { reason: "x" } } as const;

test.each([false, true])(
  "a reader in the middle of a journal does not stop the writer (network: %s)",
  async (network) => {
    const database = createSqliteDatabase({ home: temporaryHome(), network });
    await using writer = await database.createRun({ run: "r1", name: "First" });
    writer.append({ expectedSeq: 0, events: Array.from({ length: 300 }, () => event), summary: {} });
    await using reader = await database.openRun({ run: "r1", readonly: true });
    let seq = 300;
    for await (const _ of reader.read()) writer.append({ expectedSeq: seq++, events: [event], summary: {} });
    expect(seq).toBe(600);
  },
);

// Whoever may write anywhere proves nothing, so the folder is on a mount that is read-only for everybody.
testWith(
  needs.mounts,
  "a run on a read-only file system can be shown, and what would change it is refused",
  async () => {
    const home = temporaryHome();
    const database = createSqliteDatabase({ home });
    {
      await using store = await database.createRun({ run: "r1", name: "First" });
      store.append({ expectedSeq: 0, events: [event], summary: { status: "completed" } });
    }
    rmSync(join(home, "catalogue.db"));
    const child = join(import.meta.dirname, "children", "show-run.ts");
    const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
    const node = [process.execPath, "--conditions=@sluice/source", child, home];
    const { stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", script, home, ...node], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      listed: ["r1 completed"],
      seqs: [1],
      create: "FILE_UNWRITABLE",
      write: "FILE_UNWRITABLE",
      remove: "FILE_UNWRITABLE",
    });
  },
);
