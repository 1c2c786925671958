import {
  schedulerPoint,
  SluiceError,
  type Allocation,
  type Location,
  type Scheduler,
  type SchedulerFactory,
} from "@sluice/contracts";
import { createHost } from "@sluice/core";
import { fakeContext } from "../../src/fakes/index.ts";
import { schedulerContract, type SchedulerContractOptions } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Factory = SchedulerContractOptions["factory"];
type Policies = Parameters<Factory>[0];

await using host = await createHost();
const factory: SchedulerFactory = host.extension(schedulerPoint, "default");
const good: Factory = async (input) => factory.create({ options: {}, context: fakeContext(), ...input });

const scheduler =
  (change: (good: Scheduler, input: Policies) => Partial<Scheduler>): Factory =>
  async (input) => {
    const made = await good(input);
    return { ...made, ...change(made, input) };
  };
/** A scheduler that answers with something else than what it gave. */
const allocated = (change: (given: Allocation) => Allocation): Factory =>
  scheduler((made) => ({ allocate: async (request) => change(await made.allocate(request)) }));

describeSuite<Factory>({
  name: "scheduler",
  contract: (test, fake, wrapped) => schedulerContract({ test, factory: fake, wrapped }),
  good,
  broken: {
    "gives more than there is": {
      fake: scheduler((made) => ({ allocate: (request) => made.allocate({ ...request, hardware: {} }) })),
      caughtBy: "allocate: a job that does not fit waits until there is room",
    },
    "serves the last who came first": {
      fake: scheduler(() => {
        const waiting: ((given: Allocation) => void)[] = [];
        let busy = false;
        const next = (): void => {
          const first = waiting.pop();
          busy = first !== undefined;
          first?.({
            target: { deployment: "d", locations: 1 },
            location: { name: "a", deployment: "d", local: true },
            hardware: { cores: 1 },
            [Symbol.dispose]: next,
          });
        };
        return {
          allocate: () =>
            new Promise((resolve) => {
              waiting.push(resolve);
              if (!busy) next();
            }),
        };
      }),
      caughtBy: "allocate: first come, first served among equals",
    },
    "never gets anything back": {
      fake: allocated((given) => ({ ...given, [Symbol.dispose]: () => {} })),
      caughtBy: "allocate: a job that does not fit waits until there is room",
    },
    "counts cores only": {
      fake: scheduler((made) => ({
        allocate: (request) => made.allocate({ ...request, hardware: { cores: request.hardware.cores ?? 0 } }),
      })),
      caughtBy: "allocate: hardware of every kind is counted",
    },
    "knows the first target only": {
      fake: scheduler((made) => ({
        allocate: (request) => made.allocate({ ...request, candidates: request.candidates.slice(0, 1) }),
      })),
      caughtBy: "allocate: the preferred target first, the next when it is full",
    },
    "lets what can never fit wait": {
      fake: scheduler((made) => ({
        allocate: (request) =>
          made.allocate(request).catch(() => {
            request.signal.throwIfAborted();
            return new Promise<never>(() => {});
          }),
      })),
      caughtBy: "allocate: a job that can never fit is refused at once",
    },
    "does not say what is lacking": {
      fake: scheduler((made) => ({
        allocate: (request) =>
          made.allocate(request).catch(() => {
            throw new SluiceError("RESOURCES_UNSATISFIABLE", "no");
          }),
      })),
      caughtBy: "allocate: a job that can never fit is refused at once",
    },
    "asks no policy": {
      fake: () => good({ policy: () => ({ choose: ({ places }) => places[0] }) }),
      caughtBy: "policy: the policy of the deployment chooses",
    },
    "asks one policy for all": {
      fake: ({ policy }) => good({ policy: () => policy("d") }),
      caughtBy: "policy: the policy of the deployment chooses",
    },
    "does not hear of aborts": {
      fake: scheduler((made) => ({
        allocate: (request) => made.allocate({ ...request, signal: new AbortController().signal }),
      })),
      caughtBy: "signals: an abort takes a request out of the line, with its reason",
    },
    "listens to signals for ever": {
      fake: scheduler((made) => ({
        allocate: (request) => {
          request.signal.addEventListener("abort", () => {});
          return made.allocate(request);
        },
      })),
      caughtBy: "signals: a signal is of no use once there is an answer",
    },
    "takes a place that nobody offered": {
      fake: ({ policy }) => {
        const chosen = new Map<string, Location>();
        return scheduler((made) => ({
          allocate: async (request) => {
            const given = await made.allocate(request);
            return { ...given, location: chosen.get(request.job) ?? given.location };
          },
        }))({
          policy: (deployment) => ({
            choose: ({ request, places }) => {
              const place = policy(deployment).choose({ request, places });
              if (place) chosen.set(request.job, place.location);
              return place && places[0];
            },
          }),
        });
      },
      caughtBy: "policy: a place that was not offered is not taken",
    },
    "stands still when a policy fails": {
      fake: ({ policy }) => {
        let stuck = false;
        return scheduler((made) => ({
          allocate: (request) => (stuck ? new Promise<never>(() => {}) : made.allocate(request)),
        }))({
          policy: (deployment) => ({
            choose: (choice) => {
              stuck = true;
              const place = policy(deployment).choose(choice);
              stuck = false;
              return place;
            },
          }),
        });
      },
      caughtBy: "policy: one that fails is in nobody else's way",
    },
    "counts a run twice that it is told of twice": {
      fake: scheduler((made) => {
        let told = 0;
        return {
          restore: (run) => {
            told++;
            return made.restore({ ...run, jobs: run.jobs.map((job) => ({ ...job, job: `${job.job} ${told}` })) });
          },
        };
      }),
      caughtBy: "restore: a run that is told of twice counts once",
    },
    "forgets the jobs of earlier engines": {
      fake: scheduler(() => ({ restore: () => {} })),
      caughtBy: "restore: a second scheduler, told of the run, behaves as the first",
    },
    "counts adopted jobs twice": {
      fake: scheduler((made) => ({ adopt: (input) => made.adopt({ ...input, job: `again ${input.job}` }) })),
      caughtBy: "restore: a job that is adopted counts once, and gives back once",
    },
    "adopts without counting": {
      fake: scheduler((made) => ({ adopt: (input) => made.adopt({ ...input, hardware: {} }) })),
      caughtBy: "restore: a job may be adopted beyond what is free",
    },
    "cannot forget": {
      fake: scheduler(() => ({ forget: () => {} })),
      caughtBy: "restore: what is forgotten is free",
    },
  },
});
