import type {
  Allocation,
  BindingFilter,
  BindingFilterFactory,
  Connector,
  ConnectorFactory,
  DeploymentManager,
  DeploymentManagerFactory,
  JobHandle,
  JobStatus,
  JobSubmission,
  Location,
  LocationFiles,
  Place,
  Policy,
  PolicyFactory,
  Scheduler,
  SchedulerFactory,
  ScheduleRequest,
  Target,
} from "@sluice/contracts";
import type { CWLDockerTranslator, CWLDockerTranslatorFactory } from "@sluice/contracts/cwl";
import { timeLimit } from "../timers.ts";
import type { AnswersOf, Fits } from "./answer.ts";
import { absolutePath, every, listOf, optional, record, text } from "./check.ts";
import {
  directoryEntry,
  disposable,
  fileStat,
  hardware,
  jobHandle,
  jobStatus,
  location,
  movedTarget,
  target,
} from "./shapes.ts";

/** Who makes something, and closes it. */
export const making = { limit: "answer", late: disposeLate } as const;
export const closing = { limit: "answer" } as const;

/** A list with an answer to each question, in their order. */
export function oneFor(questions: string): Fits {
  return (answer: readonly unknown[], question: Readonly<Record<string, readonly unknown[]>>) => {
    const asked = question[questions]?.length ?? 0;
    return answer.length === asked ? undefined : `it has ${answer.length} answers to ${asked} questions`;
  };
}

const files: AnswersOf<LocationFiles> = {
  stat: { limit: "answer", check: listOf(optional(fileStat)), fits: oneFor("paths") },
  glob: { limit: "setup", check: listOf(listOf(absolutePath)), fits: oneFor("patterns") },
  read: { limit: "answer", check: listOf(text), fits: oneFor("paths") },
  checksum: { limit: "transfer", check: listOf(text), fits: oneFor("paths") },
  list: { limit: "setup", check: listOf(directoryEntry) },
  realpath: { limit: "answer", check: listOf(optional(absolutePath)), fits: oneFor("paths") },
  readlink: { limit: "answer", optional: true, check: listOf(optional(text)), fits: oneFor("paths") },
};

const listening: AnswersOf<Disposable> = { [Symbol.dispose]: { limit: "none", instant: true } };

const connector: AnswersOf<Connector> = {
  deploy: { limit: "setup" },
  locations: { limit: "answer", check: listOf(location), fits: isNamedOnce },
  files: { limit: "none", instant: true, makes: () => files },
  submit: { limit: "answer", check: jobHandle, fits: isOfJob, late: endLate },
  poll: { limit: "answer", check: listOf(jobStatus), fits: isOfEach },
  watch: {
    limit: "none",
    instant: true,
    check: disposable,
    makes: () => listening,
    hears: jobStatus,
    optional: true,
  },
  cancel: { limit: "answer", more: ({ graceMs }: { readonly graceMs: number }) => graceMs },
  reattach: { limit: "answer", check: listOf(optional(jobHandle)), fits: isOfJobs },
  undeploy: { limit: "setup" },
  [Symbol.asyncDispose]: closing,
};

const connectorFactory: AnswersOf<ConnectorFactory> = { create: { ...making, makes: () => connector } };

const deploymentManager: AnswersOf<DeploymentManager> = {
  open: { limit: "setup", optional: true },
  restore: { limit: "setup" },
  deploy: { limit: "setup", makes: () => connector, waitsFor: ["connector", "secret-store"] },
  register: { limit: "none", instant: true },
  undeployAll: { limit: "setup", waitsFor: ["connector"] },
  [Symbol.asyncDispose]: { ...closing, optional: true },
};

const deploymentManagerFactory: AnswersOf<DeploymentManagerFactory> = {
  create: { ...making, makes: () => deploymentManager },
};

const allocation: AnswersOf<Allocation> = { [Symbol.dispose]: { limit: "none", instant: true } };
const allocated = every(record({ target, location, hardware }), disposable);

const scheduler: AnswersOf<Scheduler> = {
  open: { limit: "setup", optional: true },
  restore: { limit: "setup" },
  allocate: {
    limit: "answer",
    check: allocated,
    fits: isCandidate,
    makes: () => allocation,
    holds: true,
    late: disposeLate,
    waitsFor: ["hardware", "connector", "deployment-manager"],
  },
  adopt: { limit: "none", instant: true, check: allocated, makes: () => allocation, holds: true },
  forget: { limit: "none", instant: true, optional: true },
  [Symbol.asyncDispose]: { ...closing, optional: true },
};

const schedulerFactory: AnswersOf<SchedulerFactory> = { create: { ...making, makes: () => scheduler } };

const policy: AnswersOf<Policy> = {
  choose: { limit: "none", instant: true, fits: isAmongPlaces },
};

const policyFactory: AnswersOf<PolicyFactory> = { create: { ...making, makes: () => policy } };

const bindingFilter: AnswersOf<BindingFilter> = {
  filter: { limit: "answer", check: listOf(target), fits: areAmongTargets },
};

const bindingFilterFactory: AnswersOf<BindingFilterFactory> = { create: { ...making, makes: () => bindingFilter } };

const translator: AnswersOf<CWLDockerTranslator> = { translate: { limit: "answer", check: movedTarget } };

const translatorFactory: AnswersOf<CWLDockerTranslatorFactory> = { create: { ...making, makes: () => translator } };

/** The points of where and when jobs run. */
export const environmentAnswers = {
  "binding-filter": { own: bindingFilterFactory },
  connector: { own: connectorFactory },
  "cwl-docker-translator": { own: translatorFactory },
  "deployment-manager": { own: deploymentManagerFactory },
  policy: { own: policyFactory },
  scheduler: { own: schedulerFactory },
};

/** What nobody waits for any more is given back. */
export function disposeLate(answer: Partial<AsyncDisposable & Disposable> | undefined): unknown {
  return answer?.[Symbol.asyncDispose]?.() ?? answer?.[Symbol.dispose]?.();
}

/** A job whose start nobody knows of must not run. */
function endLate(handle: JobHandle, connector: Connector): unknown {
  return connector.cancel({ handles: [handle], graceMs: 0, signal: timeLimit(60_000) });
}

function isNamedOnce(locations: readonly Location[]): string | undefined {
  if (locations.length < 2) return undefined;
  const names = new Set<string>();
  const twice = locations.find(({ name }) => names.size === names.add(name).size);
  return twice && `two locations are called '${twice.name}'`;
}

function isOfJob({ id }: JobHandle, { job }: { readonly job: JobSubmission }): string | undefined {
  return id === job.id ? undefined : `it is the handle of job '${id}', and '${job.id}' was submitted`;
}

function isOfJobs(
  handles: readonly (JobHandle | undefined)[],
  { jobs }: { readonly jobs: readonly { readonly id: string }[] },
): string | undefined {
  if (handles.length !== jobs.length) return `it has ${handles.length} answers to ${jobs.length} questions`;
  const at = handles.findIndex((handle, index) => handle !== undefined && handle.id !== jobs[index]?.id);
  return at < 0 ? undefined : `its answer ${at} is the handle of job '${handles[at]?.id}', not of '${jobs[at]?.id}'`;
}

function isOfEach(
  statuses: readonly JobStatus[],
  { handles }: { readonly handles: readonly JobHandle[] },
): string | undefined {
  const told = new Set(statuses.map(({ id }) => id));
  const silent = handles.find(({ id }) => !told.has(id));
  if (silent) return `it says nothing of job '${silent.id}'`;
  if (told.size === handles.length) return undefined;
  const asked = new Set(handles.map(({ id }) => id));
  return `it speaks of job '${statuses.find(({ id }) => !asked.has(id))?.id}', which nobody asked about`;
}

function isCandidate(
  { target: { deployment }, location: { name } }: Allocation,
  { candidates }: ScheduleRequest,
): string | undefined {
  const fits = candidates.some(
    (each) =>
      each.target.deployment === deployment &&
      each.locations.some((one) => one.name === name && one.deployment === deployment),
  );
  return fits ? undefined : `location '${name}' of '${deployment}' is not among the candidates`;
}

function isAmongPlaces(
  chosen: Place | undefined,
  { request, places }: { readonly request: ScheduleRequest; readonly places: readonly Place[] },
): string | undefined {
  if (chosen === undefined || places.includes(chosen)) return undefined;
  return `its place for ${request.label} is not among those it was given`;
}

function areAmongTargets(
  left: readonly Target[],
  { targets }: { readonly targets: readonly Target[] },
): string | undefined {
  const stray = left.find((each) => !targets.some((given) => isSame(each, given)));
  return stray && `target '${stray.deployment}' is not among those it was given`;
}

function isSame(left: Target, right: Target): boolean {
  return (
    left.deployment === right.deployment &&
    left.service === right.service &&
    left.locations === right.locations &&
    left.workdir === right.workdir
  );
}
