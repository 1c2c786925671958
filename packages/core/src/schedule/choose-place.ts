import { SluiceError, toSluiceError, type Place, type Policy, type ScheduleRequest } from "@sluice/contracts";

/**
 * Asks the policies where a job goes, deployment by deployment in the order of its targets: the first answer counts. Without policies it
 * is the first place.
 * @throws what a policy throws, with its deployment; `PLUGIN_INVALID` for a place that was not among those it was given
 */
export function choosePlace(input: {
  readonly request: ScheduleRequest;
  /** At least one. */
  readonly places: readonly [Place, ...Place[]];
  readonly policy: ((deployment: string) => Policy) | undefined;
}): Place | undefined {
  const { request, places, policy } = input;
  const [first] = places;
  if (!policy) return first;
  if (places.every(({ location }) => location.deployment === first.location.deployment)) {
    return ask(policy, request, places);
  }
  const groups = Map.groupBy(places, ({ location }) => location.deployment);
  for (const group of groups.values()) {
    const chosen = ask(policy, request, group);
    if (chosen) return chosen;
  }
  return undefined;
}

function ask(
  policy: (deployment: string) => Policy,
  request: ScheduleRequest,
  places: readonly Place[],
): Place | undefined {
  const deployment = places[0]?.location.deployment ?? "";
  const actor = `policy of deployment ${deployment}`;
  let chosen: Place | undefined;
  try {
    chosen = policy(deployment).choose({ request, places });
  } catch (error) {
    throw toSluiceError(error, "PLUGIN_FAILED", actor);
  }
  if (chosen === undefined || places.includes(chosen)) return chosen;
  throw new SluiceError(
    "PLUGIN_INVALID",
    `it chose a place for ${request.label} that was not among those it was given`,
    {
      actor,
    },
  );
}
