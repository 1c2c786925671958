import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  SluiceError,
  type Connector,
  type JobHandle,
  type JobStatus,
  type JobSubmission,
  type LocationFiles,
} from "@sluice/contracts";
import { localConnectorFactory } from "@sluice/core";
import { fakeLogger, temporaryFolder } from "../../src/fakes/index.ts";
import { connectorContract, type ConnectorSubject } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

/** The outside world of a connector under test. */
interface World {
  reachable: boolean;
  readonly lost: Set<string>;
}
interface Subject extends ConnectorSubject {
  readonly world: World;
}
type Change = (good: Connector, world: World) => Partial<Connector>;

const deployment = { name: "sample", type: "sample", config: {}, external: true, lazy: true };
const capabilities = ["watch", "local"];

/** The connector of this machine, with an environment that can be out of reach and can lose jobs. */
function sample(world: World, folder: string): Connector {
  const good = localConnectorFactory.create({ deployment, options: {}, configDir: folder, logger: fakeLogger() });
  const reach = (): void => {
    if (!world.reachable) throw new Error("no connection");
  };
  const lost = (id: string): JobStatus => ({ id, state: "lost", reason: "it is not in the list of jobs any more" });
  return {
    ...good,
    poll: async (input) => {
      reach();
      const statuses = await good.poll(input);
      return statuses.map((status) => (world.lost.has(status.id) ? lost(status.id) : status));
    },
    reattach: async (input) => {
      reach();
      return good.reattach(input);
    },
  };
}

const connector =
  (change: Change): (() => Promise<Subject>) =>
  async () => {
    const folder = await temporaryFolder();
    const world: World = { reachable: true, lost: new Set() };
    const again = (): Connector => {
      const good = sample(world, folder.path);
      return { ...good, ...change(good, world) };
    };
    return {
      connector: again(),
      again,
      world,
      folder: folder.path,
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  };

/** A connector that submits something else than what it is given. */
const submitted = (change: (job: JobSubmission) => JobSubmission): (() => Promise<Subject>) =>
  connector((good) => ({ submit: ({ job, ...rest }) => good.submit({ ...rest, job: change(job) }) }));

/** A connector that says something else about jobs than what is so. */
const polled = (change: (statuses: readonly JobStatus[]) => readonly JobStatus[]): (() => Promise<Subject>) =>
  connector((good) => ({ poll: async (input) => change(await good.poll(input)) }));

/** A connector that answers something else about files than what is so. */
const files = (change: (good: LocationFiles) => Partial<LocationFiles>): (() => Promise<Subject>) =>
  connector((good) => ({
    files: (location) => {
      const own = good.files(location);
      return { ...own, ...change(own) };
    },
  }));

function without<T extends object, Key extends keyof T>(value: T, key: Key): Omit<T, Key> {
  const copy = { ...value };
  delete copy[key];
  return copy;
}

const processOf = ({ data }: JobHandle): number => Number(data["pid"]);

describeSuite<() => Promise<Subject>>({
  name: "connector",
  contract: (test, factory, wrapped) =>
    connectorContract<Subject>({
      test,
      factory,
      wrapped,
      capabilities,
      patience: wrapped ? 20_000 : 6000,
      unreachable: async ({ world }) => {
        world.reachable = false;
        return { [Symbol.asyncDispose]: async () => void (world.reachable = true) };
      },
      lose: async ({ world }, { id }) => void world.lost.add(id),
    }),
  good: connector(() => ({})),
  unusual: {
    "starts jobs in folders of their own only": {
      fake: connector((good) => ({
        submit: (input) => {
          const { directory, directories } = input.job;
          if (directory.startsWith(`${directories.job}/`)) return good.submit(input);
          throw new SluiceError("JOB_START", `${directory} is not in the folder of the job`);
        },
      })),
      acceptedBy: "submit: a job starts in its directory",
    },
    "is on a machine where a job needs longer than a second to begin": {
      fake: connector((good) => ({
        submit: ({ job, ...rest }) => {
          const isShort = job.timeout === 1;
          const argv = isShort ? ["sh", "-c", 'sleep 30; exec "$@"', "sh", ...job.argv] : job.argv;
          return good.submit({ ...rest, job: { ...job, argv } });
        },
      })),
      acceptedBy: "exit: a job ends when its time is over",
    },
  },
  broken: {
    "loses variables of the environment": {
      fake: submitted((job) => ({ ...job, environment: { PATH: job.environment["PATH"] ?? "" } })),
      caughtBy: "environment: a job has the variables that it is given, and no others",
    },
    "adds its own environment": {
      fake: submitted((job) => ({ ...job, environment: { HOSTNAME: "here", ...job.environment } })),
      caughtBy: "environment: nothing of the engine's own environment is there",
    },
    "gives arguments to a shell": {
      fake: submitted((job) => ({ ...job, argv: ["/bin/sh", "-c", job.argv.join(" ")] })),
      caughtBy: "arguments: every awkward character arrives as it is",
    },
    "drops empty arguments": {
      fake: submitted((job) => ({ ...job, argv: job.argv.filter((each) => each !== "") })),
      caughtBy: "arguments: an argument is one argument, wherever it stands",
    },
    "starts in the wrong folder": {
      fake: submitted((job) => ({ ...job, directory: job.directories.output })),
      caughtBy: "submit: a job starts in its directory",
    },
    "forgets standard input": {
      fake: submitted((job) => without(job, "stdin")),
      caughtBy: "streams: standard input is the file",
    },
    "mixes standard error into standard output": {
      fake: submitted((job) => ({ ...job, stderr: job.stdout })),
      caughtBy: "streams: standard output and standard error go to files of their own",
    },
    "knows no limit of time": {
      fake: submitted((job) => without(job, "timeout")),
      caughtBy: "exit: a job ends when its time is over",
    },
    "starts a job twice for one id": {
      fake: connector((good) => {
        const seen = new Set<string>();
        return {
          submit: async (input) => {
            const { job } = input;
            if (seen.has(job.id)) rmSync(join(job.directories.job, "pid"), { force: true });
            if (!seen.has(job.id)) return good.submit(input).finally(() => seen.add(job.id));
            const twin = sample({ reachable: true, lost: new Set() }, "/");
            return twin.submit({
              ...input,
              job: { ...job, directories: { ...job.directories, job: job.directories.output } },
            });
          },
        };
      }),
      caughtBy: "submit: the same id starts once when it is submitted again",
    },
    "starts a job although it was told to stop": {
      fake: connector((good) => ({
        submit: (input) => good.submit({ ...input, signal: new AbortController().signal }),
      })),
      caughtBy: "submit: an aborted signal keeps a job from being started",
    },
    "answers polls out of order": {
      fake: polled((statuses) => statuses.toSorted((one, other) => (one.id < other.id ? -1 : 1))),
      caughtBy: "poll: answers come in the order of the handles",
    },
    "leaves ended jobs out of its answers": {
      fake: polled((statuses) => statuses.filter(({ state }) => state !== "exited")),
      caughtBy: "submit: a job runs",
    },
    "says nothing of the exit code": {
      fake: polled((statuses) =>
        statuses.map((status) => (status.exit ? { ...status, exit: { ...status.exit, code: 0 } } : status)),
      ),
      caughtBy: "exit: the exit code of a job is told as it is",
    },
    "counts signals as shells do not": {
      fake: polled((statuses) =>
        statuses.map((status) =>
          status.exit?.signal === undefined ? status : { ...status, exit: { ...status.exit, code: -1 } },
        ),
      ),
      caughtBy: "exit: a job that a signal ended has 128 and its number",
    },
    "reports a failed query as an end": {
      fake: connector((good) => ({
        poll: async (input) => {
          try {
            return await good.poll(input);
          } catch {
            return input.handles.map(({ id }) => ({ id, state: "lost" as const, reason: "no answer" }));
          }
        },
      })),
      caughtBy: "outage: a failed query never makes a job look ended",
    },
    "forgets jobs when it is made again": {
      fake: connector(() => ({ reattach: async ({ jobs }) => jobs.map(() => undefined) })),
      caughtBy: "reattach: a running job of an earlier engine is found, and its end",
    },
    "finds jobs that never were": {
      fake: connector(() => ({ reattach: async ({ jobs }) => jobs.map(({ id }) => ({ id, data: {} })) })),
      caughtBy: "reattach: a job that never started is not found",
    },
    "takes a failed search for nothing found": {
      fake: connector((good) => ({
        reattach: async (input) => good.reattach(input).catch(() => input.jobs.map(() => undefined)),
      })),
      caughtBy: "outage: a failed search never makes a job look as if it never started",
    },
    "does not cancel": {
      fake: connector(() => ({ cancel: async () => {} })),
      caughtBy: "cancel: it forces who does not listen",
    },
    "does not ask before it forces": {
      fake: connector((good) => ({ cancel: (input) => good.cancel({ ...input, graceMs: 0 }) })),
      caughtBy: "cancel: it asks first",
    },
    "ends the first process only": {
      fake: connector(() => ({
        cancel: async ({ handles, signal }) => {
          signal.throwIfAborted();
          for (const handle of handles) endFirst(processOf(handle));
        },
      })),
      caughtBy: "cancel: it ends everything that the job started",
    },
    "tells of ends twice": {
      fake: connector((good) => ({
        watch: (listener) =>
          good.watch?.((status) => {
            listener(status);
            listener(status);
          }) ?? { [Symbol.dispose]: () => {} },
      })),
      caughtBy: "watch: it tells the end of a job, once, as poll does",
    },
    "claims to watch but cannot": {
      fake: async () => {
        const subject = await connector(() => ({}))();
        return { ...subject, connector: without(subject.connector, "watch") };
      },
      caughtBy: "watch: it tells ends only",
    },
    "answers about files in an order of its own": {
      fake: files((good) => ({
        stat: async ({ paths, ...rest }) => good.stat({ ...rest, paths: paths.toSorted() }),
      })),
      caughtBy: "files: answers come in the order of the questions",
    },
    "shows hidden files": {
      fake: files((good) => ({
        glob: (input) => good.glob({ ...input, patterns: input.patterns.map((each) => each.replace(/^\*/, "{.*,*}")) }),
      })),
      caughtBy: "files: glob finds what matches, as absolute paths in byte order",
    },
    "asks about one name of several": {
      fake: files((good) => ({
        read: ({ paths, limit }) => good.read({ paths: paths.map((path) => path.normalize("NFC")), limit }),
      })),
      caughtBy: "files: awkward names are names",
    },
    "asks with a command line that can be too long": {
      fake: files((good) => ({
        stat: async (input) => {
          if (input.paths.join(" ").length > 131_072) throw new Error("E2BIG: Argument list too long");
          return good.stat(input);
        },
      })),
      caughtBy: "files: thousands of questions have as many answers",
    },
    "lists everything, whatever is asked": {
      fake: files((good) => ({ list: ({ directory }) => good.list({ directory }) })),
      caughtBy: "files: only entries of the types that were asked for",
    },
    "changes the job that it is given": {
      fake: connector((good) => ({
        submit: (input) => {
          Object.assign(input.job.environment, { SUBMITTED: "1" });
          return good.submit(input);
        },
      })),
      caughtBy: "submit: what it is given stays as it is",
    },
    "listens to signals for ever": {
      fake: connector((good) => ({
        poll: (input) => {
          input.signal.addEventListener("abort", () => {});
          return good.poll(input);
        },
      })),
      caughtBy: "submit: a signal is of no use once there is an answer",
    },
    "goes on asking when it is away": {
      fake: connector((good) => ({
        deploy: async (input) => {
          setInterval(() => {}, 100_000).unref();
          await good.deploy(input);
        },
      })),
      caughtBy: "life: what it kept for its work goes with it",
    },
    "cannot be disposed twice": {
      fake: connector((good) => {
        let disposed = false;
        return {
          [Symbol.asyncDispose]: async () => {
            if (disposed) throw new Error("it was disposed already");
            disposed = true;
            await good[Symbol.asyncDispose]();
          },
        };
      }),
      caughtBy: "life: disposing twice is disposing once",
    },
    "keeps what is no plain data in its handles": {
      fake: connector((good) => ({
        submit: async (input) => {
          const handle = await good.submit(input);
          return { ...handle, data: { ...handle.data, since: new Date() as unknown as string } };
        },
      })),
      caughtBy: "submit: the handle names the submission, and is plain data that can be stored",
    },
  },
});

/** Ends a process, and leaves what it started. */
function endFirst(shell: number): void {
  const [first] = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").split(" ");
  if (first) process.kill(Number(first), "SIGKILL");
}
