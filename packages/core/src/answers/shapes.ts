import type { JobRequest } from "@sluice/contracts";
import {
  absolutePath,
  every,
  filledText,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  record,
  text,
  truth,
  withMethods,
  wrong,
  type Check,
} from "./check.ts";
import { plainObject } from "./plain-json.ts";

const count = number({ least: 0, whole: true });
const amount = number({ least: 0 });

export const hardware: Check = record({
  cores: optional(amount),
  memory: optional(amount),
  tmpdirSize: optional(amount),
  outdirSize: optional(amount),
  gpus: optional(count),
});

/** What a job asks for is kept as it is said. */
export const hardwareAsked: Check = every(plainObject, hardware);

const place = { name: filledText, deployment: filledText, service: optional(filledText), local: truth };

export const location: Check = record({ ...place, hardware: optional(hardware) });

export const target: Check = record({
  deployment: filledText,
  service: optional(filledText),
  locations: number({ least: 1, whole: true }),
  workdir: optional(absolutePath),
});

const deploymentConfig: Check = record({
  name: filledText,
  type: filledText,
  config: plainObject,
  external: truth,
  lazy: truth,
  schedulingPolicy: optional(filledText),
  workdir: optional(absolutePath),
  wraps: optional(record({ deployment: filledText, service: optional(filledText) })),
});

export const movedTarget: Check = record({ target, deployment: optional(deploymentConfig) });

export const jobHandle: Check = record({ id: filledText, data: plainObject });

/** It is kept as it is. */
const jobExit: Check = every(
  plainObject,
  record({
    code: number({ whole: true }),
    signal: optional(text),
    timedOut: optional(truth),
    interrupted: optional(truth),
    usage: record({
      startedAt: optional(number()),
      endedAt: optional(number()),
      cpuUser: optional(amount),
      cpuSystem: optional(amount),
      peakMemory: optional(amount),
    }),
  }),
);

/** Where a job stands: one that has exited says how. */
export const jobStatus: Check = every(
  record({
    id: filledText,
    state: oneOf("queued", "running", "exited", "lost"),
    exit: optional(jobExit),
    reason: optional(text),
    shortage: optional(record({ of: oneOf("space", "descriptors", "processes", "memory"), errno: optional(text) })),
    doubt: optional(text),
  }),
  (value, at) => {
    const { state, exit } = value as { readonly state: string; readonly exit?: unknown };
    return state === "exited" ? jobExit(exit, `${at}.exit`) : undefined;
  },
);

const stagingEntry: Check = (value, at) => {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  if (type === "input") return input(value, at);
  if (type === "literal") return literal(value, at);
  if (type === "directory") return directory(value, at);
  return wrong(`${at}.type`, "one of input, literal, directory", type);
};
const input = record({ source: filledText, target: absolutePath, writable: truth, inPlace: optional(truth) });
const literal = record({ contents: text, target: absolutePath, executable: optional(truth) });
const directory = record({ target: absolutePath });

export const jobRequest: Check = every(
  record({
    argv: listOf(text),
    environment: mapOf(text),
    directory: absolutePath,
    stdin: optional(absolutePath),
    stdout: optional(absolutePath),
    stderr: optional(absolutePath),
    staging: listOf(stagingEntry),
    timeout: optional(number({ above: 0 })),
  }),
  (value, at) =>
    (value as JobRequest).argv.length > 0 ? undefined : `${at}.argv must have at least one element`.replace(/^\./, ""),
);

/** What a request writes lies inside of the job's folder. */
export function writesOutside(request: JobRequest, folder: string): string | undefined {
  const { directory, stdout, stderr, staging } = request;
  const paths: (readonly [string, string | undefined])[] = [
    ["directory", directory],
    ["stdout", stdout],
    ["stderr", stderr],
    ...staging.map((entry, index) => [`staging[${index}].target`, entry.target] as const),
  ];
  const stray = paths.find(([, path]) => path !== undefined && !isInside(path, folder));
  return stray && wrong(`.${stray[0]}`, `inside of the job's folder, ${folder}`, stray[1]);
}

function isInside(path: string, folder: string): boolean {
  if (path !== folder && !path.startsWith(`${folder}/`)) return false;
  return path
    .slice(folder.length)
    .split("/")
    .every((part) => part !== "..");
}

export const fileStat: Check = record({
  type: oneOf("file", "directory", "link", "other"),
  size: amount,
  modifiedAt: number(),
});

export const directoryEntry: Check = record({ name: filledText, type: oneOf("file", "directory", "link", "other") });

export const storedEvent: Check = record({ seq: number({ least: 1, whole: true }), type: filledText });

export const leaseHolder: Check = record({ host: text, bootId: text, pid: count });

export const runSummary: Check = record({
  run: filledText,
  name: text,
  status: oneOf("created", "running", "completed", "failed", "cancelled", "corrupt"),
  createdAt: number(),
  endedAt: optional(number()),
  completed: count,
  failed: count,
  known: count,
});

export const cacheEntry: Check = record({
  key: filledText,
  label: text,
  createdAt: number(),
  usedAt: number(),
  bytes: amount,
});

export const disposable: Check = withMethods(Symbol.dispose);
