import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beginCall, fail, settingsFile } from "../command/command-state.ts";
import { readOptions, type OptionTable, type ReadOptions } from "../command/read-options.ts";
import { containerStore, endContainer, signalContainer, type ContainerRecord } from "./container-store.ts";
import { formatContainer, inspected, isWanted } from "./show-container.ts";

/** The executable of a fake container engine: `node THIS FOLDER NAME WORDS…`. */
const [base = "", name = "docker", ...words] = process.argv.slice(2);
const store = containerStore(base);
const settings = settingsFile<{ readonly images?: readonly string[]; readonly startDelay: number }>(base);

const letters = { d: "detach", i: "interactive", t: "tty", e: "env", v: "volume", w: "workdir", l: "label", u: "user" };
const common = { values: ["env", "env-file", "workdir", "user"], flags: ["detach", "interactive", "tty"] };
const runOptions: OptionTable = {
  values: common.values.concat(
    ["name", "volume", "mount", "label", "entrypoint", "network", "net", "cpus", "memory", "shm-size", "cidfile"],
    ["gpus", "platform", "pull", "hostname", "tmpfs", "ulimit", "cap-add", "cap-drop", "security-opt", "stop-signal"],
  ),
  flags: [...common.flags, "rm", "init", "read-only", "privileged"],
  letters: { ...letters, m: "memory", h: "hostname" },
};

const commands: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  version: async () => print("Docker version 0.0.0, build fake"),
  info: async () => print("{}"),
  pull: async ([image = ""]) => {
    await needImage(image);
    print(image);
  },
  image: async ([verb, image = ""]) => {
    if (verb !== "inspect") fail(`fake ${name}: 'image ${verb ?? ""}' is not understood`, 125);
    await needImage(image);
    print(JSON.stringify([{ Id: `sha256:${"0".repeat(64)}`, RepoTags: [image] }]));
  },
  run,
  exec,
  ps: async (more) => {
    const table = {
      values: ["filter", "format"],
      flags: ["all", "quiet", "no-trunc"],
      letters: { a: "all", q: "quiet", f: "filter" },
    };
    const options = readOptions(more, table);
    for (const record of (await store.all()).toReversed()) {
      if (record.status !== "running" && !options.has("all")) continue;
      if (!isWanted(record, options.all("filter"))) continue;
      const id = options.has("no-trunc") ? record.id : record.id.slice(0, 12);
      print(options.has("quiet") ? id : formatContainer(record, id, options.last("format")));
    }
  },
  inspect: async (more) => {
    const options = readOptions(more, { values: ["format", "type"], flags: [], letters: { f: "format" } });
    const records = await Promise.all(options.rest.map(container));
    const format = options.last("format");
    if (format === undefined) print(JSON.stringify(records.map(inspected), undefined, 2));
    else for (const record of records) print(formatContainer(record, record.id, format));
  },
  logs: async ([which = ""]) => {
    const { id } = await container(which);
    process.stdout.write(await readFile(join(store.folder(id), "stdout")));
    process.stderr.write(await readFile(join(store.folder(id), "stderr")));
  },
  wait: async (all) => {
    for (const which of all) {
      const { id } = await container(which);
      let record = await store.find(id);
      while (record && record.status !== "exited") {
        await sleep(10);
        record = await store.find(id);
      }
      print(String(record?.exitCode ?? 0));
    }
  },
  stop: async (more) => {
    const options = readOptions(more, { values: ["time", "timeout"], flags: [], letters: { t: "time" } });
    const seconds = Number(options.last("time") ?? options.last("timeout") ?? 10);
    await each(options.rest, (id) => endContainer(store, id, "SIGTERM", seconds * 1000));
  },
  kill: async (more) => {
    const options = readOptions(more, { values: ["signal"], flags: [], letters: { s: "signal" } });
    const signal = (options.last("signal") ?? "SIGKILL").replace(/^(?!SIG)/, "SIG") as NodeJS.Signals;
    await each(options.rest, (id) => signalContainer(store, id, signal));
  },
  rm: async (more) => {
    const options = readOptions(more, {
      values: [],
      flags: ["force", "volumes"],
      letters: { f: "force", v: "volumes" },
    });
    await each(options.rest, async (id) => {
      const record = await store.find(id);
      if (record?.status === "running" && !options.has("force")) fail(`Error: container ${id} is running`);
      await endContainer(store, id, "SIGKILL", 0);
      await store.remove(id);
    });
  },
};

async function run(more: readonly string[]): Promise<void> {
  const options = readOptions(more, runOptions);
  const [image = "", ...argv] = options.rest;
  if (image === "") fail(`fake ${name}: 'run' needs an image`, 125);
  await needImage(image);
  const id = randomBytes(32).toString("hex");
  const own = options.last("name") ?? `fake_${id.slice(0, 8)}`;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(own)) {
    fail(`docker: Error: Invalid container name (${own}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed.`, 125);
  }
  if (await store.find(own)) fail(`docker: Error: the container name "/${own}" is already in use.`, 125);
  const mounts = [...options.all("volume").map(volume), ...options.all("mount").map(mount)];
  const entrypoint = options.last("entrypoint");
  const command = [...(entrypoint === undefined ? [] : [entrypoint]), ...argv];
  const record: ContainerRecord = {
    id,
    name: own,
    image,
    mounts,
    command: (command.length > 0 ? command : ["/bin/sh"]).map((each) => translated(each, mounts)),
    environment: {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      HOSTNAME: id.slice(0, 12),
      HOME: "/root",
      ...environment(options, mounts),
    },
    labels: pairs(options.all("label")),
    directory: translated(options.last("workdir") ?? "/", mounts),
    temporary: options.has("rm"),
    status: "created",
    createdAt: Date.now(),
  };
  await sleep((await settings.read()).startDelay);
  await store.add(record);
  if (!options.has("detach")) process.exit(await keep(record, "inherit"));
  const node = [process.argv[1] ?? "", base, name, "--keep", id];
  spawn(process.execPath, node, { detached: true, stdio: "ignore", cwd: "/" }).unref();
  while ((await store.find(id))?.status === "created") await sleep(5);
  print(id);
}

/** Runs the command of a container and keeps its record until it ends. @returns the exit code */
async function keep(record: ContainerRecord, streams: "inherit" | "files"): Promise<number> {
  const { id, command, environment: env, directory: cwd } = record;
  const [program = "", ...argv] = command;
  const files =
    streams === "files"
      ? [await open(join(store.folder(id), "stdout"), "w"), await open(join(store.folder(id), "stderr"), "w")]
      : [];
  const [out, err] = files.map(({ fd }) => fd);
  const stdio = streams === "inherit" ? ("inherit" as const) : (["ignore", out, err] as const);
  const child = spawn(program, argv, {
    cwd,
    env,
    detached: true,
    stdio: typeof stdio === "string" ? stdio : [...stdio],
  });
  const ended = new Promise<number>((resolve) => {
    child.once("error", ({ message }) => {
      if (streams === "inherit") process.stderr.write(`docker: Error: exec: "${program}": ${message}\n`);
      resolve(127);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
  await store.change(id, {
    status: "running",
    startedAt: Date.now(),
    ...(child.pid !== undefined && { pid: child.pid }),
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => void signalContainer(store, id, signal));
  const exitCode = await ended;
  // With its first process, all of a container ends.
  await signalContainer(store, id, "SIGKILL");
  await store.change(id, { status: "exited", exitCode, endedAt: Date.now() });
  if (record.temporary) await store.remove(id);
  return exitCode;
}

async function exec(more: readonly string[]): Promise<void> {
  const options = readOptions(more, { ...common, letters });
  const [which = "", ...argv] = options.rest;
  const record = await container(which);
  if (record.status !== "running") fail(`Error response from daemon: container ${record.id} is not running`);
  const [program = "", ...rest] = argv.map((each) => translated(each, record.mounts));
  const child = spawn(program, rest, {
    cwd: translated(options.last("workdir") ?? record.directory, record.mounts),
    env: { ...record.environment, ...environment(options, record.mounts) },
    detached: true,
    stdio: options.has("detach") ? "ignore" : [options.has("interactive") ? "inherit" : "ignore", "inherit", "inherit"],
  });
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
  child.once("error", (error) => fail(`OCI runtime exec failed: ${error.message}`, 127));
  if (child.pid !== undefined) await store.addExec(record.id, child.pid);
  if (options.has("detach")) return child.unref();
  process.exit(await ended);
}

function environment(options: ReadOptions, mounts: ContainerRecord["mounts"]): Record<string, string> {
  const lines = options.all("env-file").flatMap((file) => readFileSync(file, "utf8").split("\n"));
  const given = [...lines.filter((line) => line !== "" && !line.startsWith("#")), ...options.all("env")];
  const whole = given.flatMap((each) =>
    each.includes("=") ? [each] : process.env[each] === undefined ? [] : [`${each}=${process.env[each]}`],
  );
  return Object.fromEntries(Object.entries(pairs(whole)).map(([key, value]) => [key, translated(value, mounts)]));
}

function pairs(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((each) => [each.split("=")[0] ?? "", each.split("=").slice(1).join("=")]));
}

function volume(text: string): ContainerRecord["mounts"][number] {
  const [source = "", target = source, mode = ""] = text.split(":");
  return { source, target, readonly: mode.split(",").includes("ro") };
}

function mount(text: string): ContainerRecord["mounts"][number] {
  const fields = pairs(text.split(","));
  const source = fields["source"] ?? fields["src"] ?? "";
  const target = fields["target"] ?? fields["destination"] ?? fields["dst"] ?? source;
  return { source, target, readonly: "readonly" in fields || "ro" in fields };
}

/** A path in the container as one of this machine. */
function translated(text: string, mounts: ContainerRecord["mounts"]): string {
  const found = mounts
    .filter(({ target }) => text === target || text.startsWith(`${target}/`))
    .sort((one, other) => other.target.length - one.target.length)[0];
  return found ? found.source + text.slice(found.target.length) : text;
}

async function container(which: string): Promise<ContainerRecord> {
  return (await store.find(which)) ?? fail(`Error response from daemon: No such container: ${which}`);
}

async function needImage(image: string): Promise<void> {
  const { images } = await settings.read();
  if (images && !images.includes(image)) fail(`Error response from daemon: manifest for ${image} not found`, 125);
}

async function each(all: readonly string[], act: (id: string) => Promise<void>): Promise<void> {
  for (const which of all) {
    await act((await container(which)).id);
    print(which);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (words[0] === "--keep") {
  const record = await container(words[1] ?? "");
  await keep(record, "files");
} else {
  await beginCall(base, name, words);
  const [verb = "", ...more] = words.map((word) => (word === "--version" ? "version" : word));
  const command = commands[verb] ?? fail(`fake ${name}: '${verb}' is not understood`, 125);
  try {
    await command(more);
  } catch (error) {
    fail(`fake ${name}: ${(error as Error).message}`, 125);
  }
}
