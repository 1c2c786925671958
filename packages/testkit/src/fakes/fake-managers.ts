import { copyFile, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  isFileValue,
  SluiceError,
  type Allocation,
  type DataManager,
  type DeploymentConfig,
  type Json,
  type JsonObject,
  type Location,
  type Scheduler,
  type SluiceContext,
  type StagingEntry,
  type Target,
} from "@sluice/contracts";
import { fakeDatabase } from "./fake-database.ts";

/** The managers of a context. */
export type FakeManagers = Pick<
  SluiceContext,
  "database" | "scheduler" | "deploymentManager" | "dataManager" | "checkpointManager" | "failureManager"
>;

/** Makes managers that keep everything in memory. They are simple, and no model for real ones. */
export function fakeManagers(): FakeManagers {
  const deployments = new Map<string, DeploymentConfig>();
  return {
    database: fakeDatabase(),
    scheduler: fakeScheduler(),
    deploymentManager: {
      restore: () => {},
      register: (more) => {
        for (const each of more) if (!deployments.has(each.name)) deployments.set(each.name, each);
      },
      deploy: async ({ deployment }) => {
        throw new SluiceError("CONFIG_INVALID", `deployment '${deployment}' has no connector in the fake context`);
      },
      undeployAll: async () => {},
    },
    dataManager: fakeDataManager(),
    checkpointManager: { restore: () => {}, save: async () => {}, find: async () => undefined },
    failureManager: { restore: () => {}, decide: () => ({ action: "fail" }) },
  };
}

/** Has room for everything, on the first location. */
function fakeScheduler(): Scheduler {
  const place = (target: Target, location: Location, hardware: Allocation["hardware"]): Allocation => ({
    target,
    location,
    hardware,
    [Symbol.dispose]: () => {},
  });
  return {
    restore: () => {},
    allocate: async ({ candidates, hardware, label, signal }) => {
      signal.throwIfAborted();
      for (const { target, locations } of candidates) if (locations[0]) return place(target, locations[0], hardware);
      throw new SluiceError("RESOURCES_UNSATISFIABLE", `${label} can never run: its targets have no location.`);
    },
    adopt: ({ location, hardware }) => place({ deployment: location.deployment, locations: 1 }, location, hardware),
  };
}

/** Copies files of this machine. */
function fakeDataManager(): DataManager {
  return {
    restore: () => {},
    fetch: async ({ uri }) => {
      if (uri.startsWith("file:")) return fileURLToPath(uri);
      throw new SluiceError("PLUGIN_MISSING", `the fake data manager cannot fetch ${uri}`);
    },
    stage: async ({ entries, signal }) => {
      for (const entry of entries) {
        signal.throwIfAborted();
        await stageEntry(entry);
      }
    },
    release: ({ directories }) => rm(directories.temporary, { recursive: true, force: true }),
    publish: async ({ outputs, outdir }) => {
      await mkdir(outdir, { recursive: true });
      return (await publishValue(outputs, outdir)) as JsonObject;
    },
  };
}

async function stageEntry(entry: StagingEntry): Promise<void> {
  if (entry.type === "directory") return void (await mkdir(entry.target, { recursive: true }));
  await mkdir(dirname(entry.target), { recursive: true });
  if (entry.type === "input") return cp(pathOf(entry.source), entry.target, { recursive: true });
  await writeFile(entry.target, entry.contents, { mode: entry.executable === true ? 0o755 : 0o644 });
}

async function publishValue(value: Json, outdir: string): Promise<Json> {
  if (Array.isArray(value)) return Promise.all((value as Json[]).map((each) => publishValue(each, outdir)));
  if (typeof value !== "object" || value === null) return value;
  const object = value as JsonObject;
  const source = object["location"] ?? object["path"];
  if (isFileValue(object) && typeof source === "string") {
    const path = join(outdir, basename(pathOf(source)));
    await copyFile(pathOf(source), path);
    return { ...object, path, location: pathToFileURL(path).href };
  }
  const entries = Object.entries(object).map(async ([key, each]) => [key, await publishValue(each, outdir)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function pathOf(source: string): string {
  return source.startsWith("file:") ? fileURLToPath(source) : source;
}
