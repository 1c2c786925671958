import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { refusesAborted } from "../suite/rejects.ts";
import { sampleLocation } from "../suite/samples.ts";
import type { DataCases, DataHarness } from "./data-manager-contract.ts";

const location = sampleLocation("here");
const run = "nightly";
const job = "0123456789abcdef0123";
const name = "align-0-01234567";

type Discard = NonNullable<DataHarness["manager"]["discard"]>;

/** What a manager without this method leaves is told to the user: there is nothing to check then. */
const discard = async (
  { manager, signal }: DataHarness,
  input: Pick<Parameters<Discard>[0], "jobs"> & { readonly keepLogs?: boolean },
): Promise<void> => manager.discard?.({ run, location, signal, keepLogs: false, ...input });

export const discardCases: DataCases = {
  "folders of jobs go, what lies beside them stays, and twice is once": async (harness) => {
    const { manager, folder, file } = harness;
    if (!manager.discard) return;
    await file(`work/${run}/${name}/out/deep/result`);
    await file(`work/${run}/${name}/stdout`);
    await file(`work/${run}/other-0-89abcdef/out/result`, "stays");
    const jobs = [{ job, directory: folder.at("work", run, name) }];
    for (let time = 0; time < 2; time++) await discard(harness, { jobs });
    assert.ok(!existsSync(folder.at("work", run, name)), "the folder is still there");
    assert.equal(await readFile(folder.at("work", run, "other-0-89abcdef/out/result"), "utf8"), "stays");
  },

  "the folder of the run goes when it is empty": async (harness) => {
    const { manager, folder, file } = harness;
    if (!manager.discard) return;
    await file(`work/${run}/${name}/out/result`);
    await discard(harness, { jobs: [{ job, directory: folder.at("work", run, name) }] });
    assert.ok(!existsSync(folder.at("work", run)), "the folder of the run is still there");
    assert.ok(existsSync(folder.at("work")), "the folder above that of the run is gone");
  },

  "with keepLogs what jobs wrote stays": async (harness) => {
    const { manager, folder, file } = harness;
    if (!manager.discard) return;
    await file(`work/${run}/${name}/out/result`);
    await file(`work/${run}/${name}/stderr`, "said");
    const jobs = [{ job, directory: folder.at("work", run, name) }];
    for (let time = 0; time < 2; time++) await discard(harness, { jobs, keepLogs: true });
    assert.ok(!existsSync(folder.at("work", run, name, "out")), "more than the logs is still there");
    assert.equal(await readFile(folder.at("work", run, name, "stderr"), "utf8"), "said");
  },

  "what is no folder of a job of the run is left alone": async (harness) => {
    const { manager, folder, file } = harness;
    if (!manager.discard) return;
    const others = ["work", `work/${run}`, `work/weekly/${name}`, `work/${run}/align-0-fedcba98`];
    for (const other of others) {
      await file(`${other}/thesis`, "years");
      await discard(harness, { jobs: [{ job, directory: folder.at(other) }] }).catch(() => undefined);
      assert.equal(
        await readFile(folder.at(other, "thesis"), "utf8"),
        "years",
        `${other} was taken for a job's folder`,
      );
    }
  },

  "an aborted signal is heard": async (harness) => {
    const { manager, folder, file } = harness;
    if (!manager.discard) return;
    await file(`work/${run}/${name}/out/result`);
    const jobs = [{ job, directory: folder.at("work", run, name) }];
    await refusesAborted({
      discard: async (signal) => manager.discard?.({ run, location, jobs, keepLogs: false, signal }),
    });
  },
};
