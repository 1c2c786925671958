import type { SerializedError } from "@sluice/contracts";
import { told, type HookSample, type Moment } from "./moment.ts";
import { sampleError, sampleFiring, type SampleFiring } from "./sample-firing.ts";

/** How a sample run goes. */
export interface SampleRunInput {
  readonly run: string;
  readonly ending: "completed" | "failed" | "cancelled";
  /** At least one. */
  readonly samples: readonly HookSample[];
  /** It was begun by another engine, and this one takes it up: what came before is not told again. Default: false. */
  readonly resumed?: boolean;
}

const environment = { deployment: { name: "cluster", type: "slurm", external: false } };
const unreachable: SerializedError = { code: "INTERNAL", message: "there is no such host", retryable: false };
const fetch = { kind: "fetch", subject: "https://example.org/reads.fq", entries: 1 } as const;
const publish = { kind: "publish", subject: "/home/ada/out", entries: 2 } as const;

/** What plugins are told and asked in the course of a run, in the order in which an engine does it. */
export function sampleRun({ run: runId, ending, samples, resumed = false }: SampleRunInput): readonly Moment[] {
  let last = 0;
  const seq = (): number => ++last;
  const graph = () =>
    ({ runId, seq: seq(), resumed, rootId: "sample", nodeCount: samples.length, isAsync: true }) as const;
  const firing = (index: number, tag: string): SampleFiring =>
    sampleFiring({ runId, resumed, seq }, samples[index % samples.length] as HookSample, tag);
  const [one, two, three] = [firing(0, "0"), firing(1, "0.3"), firing(2, "0.3.1")];

  const beginning: readonly Moment[] = [
    told("beforeGraphExecute", graph()),
    ...(resumed
      ? []
      : [told("beforeTransfer", fetch), told("afterTransfer", { ...fetch, duration: 2 }), ...one.before(1)]),
    told("beforeDeploy", environment),
    told("afterDeploy", { ...environment, duration: 3 }),
    ...(resumed ? [] : one.begin(1)),
  ];
  /** The first one is done, the second one was lost twice. */
  const middle: readonly Moment[] = [
    ...one.completed(1),
    ...(resumed ? [] : [...two.before(1), ...two.begin(1), two.job(1, "exited", 1), ...two.failed(1, true)]),
    ...two.before(2),
    ...two.begin(2),
    two.job(2, "lost"),
  ];
  const down = [told("beforeUndeploy", environment), told("afterUndeploy", { ...environment, duration: 0.1 })];

  switch (ending) {
    case "completed": {
      const result = { answer: 42, file: { class: "File", location: "file:///home/ada/out/a.txt" } };
      const others = samples.slice(2).map((_, index) => firing(index + 2, "0"));
      return [
        ...beginning,
        ...middle,
        ...two.failed(2, true),
        ...two.before(3),
        ...two.begin(3),
        ...two.completed(3),
        three.answered("cache"),
        firing(2, "0.3.2").answered("memory"),
        ...others.flatMap((each) => [...each.before(1), ...each.begin(1), ...each.completed(1)]),
        told("afterGraphExecute", { ...graph(), result, duration: 12 }),
        told("beforeTransfer", publish),
        told("afterTransfer", { ...publish, duration: 0.2 }),
        ...down,
      ];
    }
    case "failed":
      return [
        ...beginning,
        ...middle,
        ...two.failed(2, false),
        ...three.before(1),
        told("beforeDeploy", environment),
        told("onDeployError", { ...environment, error: unreachable, duration: 1 }),
        ...three.failed(1, false),
        told("beforeTransfer", fetch),
        told("onTransferError", { ...fetch, error: unreachable, duration: 1 }),
        told("onGraphError", { ...graph(), error: sampleError, duration: 4 }),
        told("beforeUndeploy", environment),
        told("onUndeployError", { ...environment, error: unreachable, duration: 60 }),
      ];
    case "cancelled":
      return [
        ...beginning,
        ...one.cancelled(1),
        told("onGraphCancelled", { ...graph(), reason: "enough", duration: 0.5 }),
        ...down,
      ];
  }
}
