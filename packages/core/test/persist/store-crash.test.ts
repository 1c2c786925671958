import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createSqliteDatabase, currentHolder } from "../../src/persist/index.ts";
import { spawnChild } from "./children/spawn.ts";
import { temporaryHome } from "./temporary-home.ts";

const kills = 30;

/** Pseudo-random numbers below 1 that are the same in each run of the tests. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each(["local", "network"])(
  "on a %s file system, nothing that was committed is lost by kill -9",
  { timeout: 120_000 },
  async (kind) => {
    const home = temporaryHome();
    const database = createSqliteDatabase({ home, network: kind === "network" });
    await (await database.createRun({ run: "r1", name: "First" }))[Symbol.asyncDispose]();
    const random = createRandom(7);
    let reported = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      reported = await appendAndKill(home, kind, Math.floor(random() * 60), reported);
      await using store = await database.openRun({ run: "r1", readonly: kill % 2 === 0 });
      const seqs = (await Array.fromAsync(store.read())).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect(seqs.length).toBeGreaterThanOrEqual(reported);
      expect(await store.summary()).toMatchObject({ known: seqs.length });
      if (reported > 0) expect(store.getBlob({ digest: String(reported) })).toContain(String(reported));
      expect(await store.leaseHolder()).toBeUndefined();
    }
    expect(reported).toBeGreaterThan(kills);
    await using store = await database.openRun({ run: "r1" });
    await using _ = await store.acquireLease({ holder: currentHolder() });
  },
);

/** @returns the last event that the child said was committed */
async function appendAndKill(home: string, kind: string, delay: number, before: number): Promise<number> {
  const child = spawnChild("append-until-killed.ts", [home, kind]);
  let stdout = "";
  child.stderr.pipe(process.stderr);
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  await Promise.race([once(child.stdout, "data"), once(child, "close")]);
  await sleep(delay);
  child.kill("SIGKILL");
  await once(child, "close");
  const lines = stdout.split("\n").slice(0, -1);
  return Number(lines.at(-1) ?? before);
}
