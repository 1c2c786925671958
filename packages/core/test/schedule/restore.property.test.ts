import type { Allocation, Hardware, Location, OpenJob, RunProjection } from "@sluice/contracts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultSchedulerFactory } from "../../src/schedule/index.ts";

const location = (name: string): Location => ({ name, deployment: "d", local: true, hardware: { cores: 4 } });
const locations = [location("a"), location("b")];
const target = { deployment: "d", locations: 1 };
const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const openJob = (job: string, at: string, cores: number): OpenJob => ({
  key: { step: "/s", tag: job, attempt: 1 },
  job,
  deployment: "d",
  location: at,
  directory: `/jobs/${job}`,
  hardware: { cores },
});

const projection = (jobs: readonly OpenJob[]): RunProjection => ({
  run: "r",
  jobs,
  async *completed() {},
  async *failures() {},
});

test("nothing is given twice between a restart and the adoption of what runs", async () => {
  const jobs = fc
    .array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom(1, 2, 3)), { maxLength: 5 })
    .map((all) => all.map(([at, cores], index) => openJob(`old-${index}`, at, cores)));
  const action = fc.oneof(
    fc.record({ type: fc.constantFrom("adopt" as const, "move" as const, "forget" as const), index: fc.nat(9) }),
    fc.record({ type: fc.constant("ask" as const), cores: fc.constantFrom(1, 2, 4) }),
    fc.record({ type: fc.constant("give" as const), index: fc.nat(9) }),
    fc.record({ type: fc.constant("restore" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(jobs, fc.array(action, { maxLength: 40 }), async (old, actions) => {
      const scheduler = defaultSchedulerFactory.create();
      void scheduler.restore(projection(old));
      /** What the outside world knows: who holds how much where. */
      const reserved = new Map(old.map((job) => [job.job, job]));
      const adopted = new Map<string, Allocation>();
      const given: Allocation[] = [];
      const tooMuch: Allocation[] = [];
      let asked = 0;
      const used = (at: Location): number =>
        [...reserved.values()].reduce((sum, each) => sum + (each.location === at.name ? cores(each.hardware) : 0), 0) +
        [...adopted.values(), ...given].reduce(
          (sum, each) => sum + (each.location.name === at.name ? cores(each.hardware) : 0),
          0,
        );
      const ask = (hardware: Hardware): void => {
        asked++;
        const request = { job: "new", label: "/s", hardware, candidates: [{ target, locations }], signal: never };
        const note = (allocation: Allocation): void => {
          given.push(allocation);
          // What was restored may exceed what there is; what is given never does.
          if (used(allocation.location) > 4) tooMuch.push(allocation);
        };
        void scheduler.allocate(request).then(note);
      };
      for (const each of actions) {
        if (each.type === "ask") ask({ cores: each.cores });
        else if (each.type === "restore") void scheduler.restore(projection([...reserved.values()]));
        else if (each.type === "give") given.splice(each.index % Math.max(1, given.length), 1)[0]?.[Symbol.dispose]();
        else {
          const job = [...reserved.values()][each.index % Math.max(1, reserved.size)];
          if (!job) continue;
          reserved.delete(job.job);
          if (each.type === "forget") scheduler.forget?.({ job: job.job });
          else {
            const at = locations.find(({ name }) => (each.type === "move") !== (name === job.location)) as Location;
            adopted.set(job.job, scheduler.adopt({ job: job.job, location: at, hardware: { ...job.hardware } }));
          }
        }
        await turn();
        expect(tooMuch).toEqual([]);
      }
      // Once everything is given back, everybody has had a turn.
      for (const job of reserved.keys()) scheduler.forget?.({ job });
      reserved.clear();
      for (const allocation of adopted.values()) allocation[Symbol.dispose]();
      adopted.clear();
      await turn();
      let served = 0;
      while (given.length > 0) {
        served++;
        given.shift()?.[Symbol.dispose]();
        await turn();
      }
      const before = actions.filter(({ type }) => type === "give").length;
      expect(served).toBeGreaterThanOrEqual(asked - before);
      // And all of it is free again.
      for (const at of locations) {
        const whole = await scheduler.allocate({
          job: "last",
          label: "/s",
          hardware: { cores: 4 },
          candidates: [{ target, locations: [at] }],
          signal: never,
        });
        expect(whole.location).toBe(at);
      }
    }),
    { numRuns: 200 },
  );
});

test("forgetting what is not set aside, or was adopted, gives nothing back", async () => {
  const scheduler = defaultSchedulerFactory.create();
  const [here] = locations as [Location];
  const job = openJob("old", "a", 4);
  void scheduler.restore(projection([job]));
  const adopted = scheduler.adopt({ job: "old", location: here, hardware: job.hardware });
  scheduler.forget?.({ job: "old" });
  scheduler.forget?.({ job: "unknown" });
  let given: Allocation | undefined;
  const request = { job: "new", label: "/s", hardware: { cores: 1 }, candidates: [{ target, locations: [here] }] };
  void scheduler.allocate({ ...request, signal: never }).then((allocation) => (given = allocation));
  await turn();
  expect(given).toBeUndefined();
  adopted[Symbol.dispose]();
  await turn();
  expect(given).toBeDefined();
});

function cores(hardware: Hardware): number {
  return hardware.cores ?? 0;
}
