import type { Place, Policy, PolicyFactory } from "@sluice/contracts";

/** Moves jobs to their data: the place whose location holds the most bytes of the inputs, the first of them when several do. */
export const dataLocalityPolicyFactory = { create: (): Policy => ({ choose }) } satisfies PolicyFactory;

function choose({ request, places }: Parameters<Policy["choose"]>[0]): Place | undefined {
  const [first] = places;
  if (places.length < 2) return first;
  const data = request.data?.() ?? [];
  if (data.length === 0) return first;
  const bytesAt = ({ location }: Place): number => {
    let bytes = 0;
    for (const each of data) {
      if (each.deployment === location.deployment && each.location === location.name) bytes += each.size ?? 1;
    }
    return bytes;
  };
  let best = first;
  let most = first ? bytesAt(first) : 0;
  for (const place of places) {
    const bytes = bytesAt(place);
    if (bytes > most) {
      best = place;
      most = bytes;
    }
  }
  return best;
}
