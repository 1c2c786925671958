import type {
  CompletedFiring,
  FailedAttempt,
  JobPlace,
  OpenJob,
  RunProjection,
  RunStore,
  StepKey,
} from "@sluice/contracts";
import { stepKey, type MachineState } from "./machine/index.ts";
import type { TokenStore } from "./token-store.ts";

/** What managers learn of a run that is taken up again. Its journal is read as often as somebody asks. */
export function createRunProjection(input: {
  readonly store: RunStore;
  readonly state: MachineState;
  readonly tokens: TokenStore;
}): RunProjection {
  const { store, state, tokens } = input;
  return {
    run: store.run,
    jobs: [...state.active.values()].flatMap((firing): OpenJob[] => {
      const { job, handle } = firing;
      if (!job) return [];
      const { id, hardware, ...place } = job;
      return [{ key: stepKey(firing), job: id, ...place, hardware, ...(handle && { handle }) }];
    }),
    async *completed(): AsyncIterable<CompletedFiring> {
      const places = createPlaces();
      for await (const event of store.read()) {
        if (event.type === "job_scheduled") places.add(event.data, event.data);
        if (event.type !== "step_completed") continue;
        const { step, tag, attempt, outputs } = event.data;
        const place = places.take(event.data);
        const read = () => tokens.readAll(outputs);
        yield { key: { step, tag, attempt }, outputs: read, ...(place && { place }) };
      }
    },
    async *failures(): AsyncIterable<FailedAttempt> {
      const places = createPlaces();
      for await (const event of store.read()) {
        if (event.type === "job_scheduled") places.add(event.data, event.data);
        if (event.type !== "step_failed") continue;
        const { step, tag, attempt, error, exit, retry, uncounted } = event.data;
        const place = places.take(event.data);
        if (uncounted) continue;
        const more = { ...(exit && { exit }), ...(place && { place }) };
        yield { key: { step, tag, attempt }, error, retried: retry !== undefined, ...more };
      }
    },
  };
}

/** Remembers where the jobs of firings are that have no outcome yet. */
function createPlaces(): {
  add(key: StepKey, place: JobPlace): void;
  take(key: StepKey): JobPlace | undefined;
} {
  const places = new Map<string, JobPlace>();
  const nameOf = ({ step, tag }: StepKey): string => `${step}#${tag}`;
  return {
    add: (key, { job, deployment, location, directory }) =>
      void places.set(nameOf(key), { job, deployment, location, directory }),
    take(key) {
      const place = places.get(nameOf(key));
      places.delete(nameOf(key));
      return place;
    },
  };
}
