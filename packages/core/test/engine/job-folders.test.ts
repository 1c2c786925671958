import type { DataManager, Location, SluiceContext } from "@sluice/contracts";
import { expect, test } from "vitest";
import { discardJobFolders, type JobFolders } from "../../src/engine/job-folders.ts";

const job = "0123456789abcdef0123";
const directory = "/scratch/nightly/align-0-01234567";
const site: JobFolders = { deployment: "site", location: "login", local: false, jobs: [{ job, directory }] };
const login: Location = { name: "login", deployment: "site", local: false };

/** What reaches environments, as far as it is asked for. */
function contextWith(input: {
  readonly locations?: readonly Location[];
  readonly deploy?: () => Promise<never>;
  readonly discard?: DataManager["discard"];
}): Pick<SluiceContext, "dataManager" | "deploymentManager"> {
  const connector = { locations: async () => Promise.resolve(input.locations ?? [login]) };
  return {
    dataManager: { discard: input.discard },
    deploymentManager: { deploy: input.deploy ?? (async () => Promise.resolve(connector)) },
  } as unknown as Pick<SluiceContext, "dataManager" | "deploymentManager">;
}

const left = (reason: unknown) => [{ deployment: "site", location: "login", directories: [directory], reason }];
const discardAll = (context: ReturnType<typeof contextWith>, places = [site]) =>
  discardJobFolders({ context, run: "nightly", places, keepLogs: false });

test("folders elsewhere are removed by the data manager of the run, on their location", async () => {
  const asked: unknown[] = [];
  const discard: DataManager["discard"] = async ({ signal: _signal, ...rest }) => {
    asked.push(rest);
    return Promise.resolve();
  };
  expect(await discardAll(contextWith({ discard }))).toEqual([]);
  expect(asked).toEqual([{ run: "nightly", location: login, jobs: site.jobs, keepLogs: false }]);
});

test.each([
  [
    "an environment that cannot be reached",
    { deploy: () => Promise.reject(new Error("no route to host")) },
    "no route",
  ],
  ["a location that is gone", { locations: [] }, "has no location 'login' any more"],
  ["a data manager that cannot", { discard: undefined }, "does not remove folders"],
  ["a data manager that fails", { discard: () => Promise.reject(new Error("quota")) }, "quota"],
])("what is left is told, with its place: %s", async (_what, input, reason) => {
  const discard = async (): Promise<void> => Promise.resolve();
  expect(await discardAll(contextWith({ discard, ...input }))).toEqual(left(expect.stringContaining(reason)));
});

test.each([
  "/home",
  "/scratch/nightly",
  "/scratch/weekly/align-0-01234567",
  "/scratch/nightly/../align-0-01234567",
  "scratch/nightly/align-0-01234567",
])("no data manager is asked to remove %s", async (forged) => {
  const asked: unknown[] = [];
  const discard: DataManager["discard"] = async ({ jobs }) => void asked.push(...jobs);
  const place = { ...site, jobs: [{ job, directory: forged }] };
  const told = await discardAll(contextWith({ discard }), [place]);
  expect([asked, told]).toEqual([[], [expect.objectContaining({ directories: [forged] })]]);
});
