import type { Hardware, Location } from "@sluice/contracts";

const kinds = ["cores", "memory", "tmpdirSize", "outdirSize", "gpus"] as const satisfies readonly (keyof Hardware)[];

/** Fractions of cores must add up. */
const tolerance = 1e-6;

/** What is in use at each location. */
export interface Accounts {
  /** What a location has left; undefined when it does not say what it has. */
  free(location: Location): Hardware | undefined;
  /** Sets hardware aside until the answer is disposed. */
  take(location: Pick<Location, "deployment" | "name">, hardware: Hardware): Disposable;
  areIdle(): boolean;
}

/** Makes accounts in which nothing is in use. */
export function createAccounts(): Accounts {
  const inUse = new Map<string, Set<Hardware>>();
  const at = ({ deployment, name }: Pick<Location, "deployment" | "name">): Set<Hardware> => {
    const key = JSON.stringify([deployment, name]);
    const known = inUse.get(key) ?? new Set();
    inUse.set(key, known);
    return known;
  };
  return {
    areIdle: () => [...inUse.values()].every((held) => held.size === 0),
    free(location) {
      const { hardware } = location;
      if (!hardware) return undefined;
      const held = [...at(location)];
      const left = kinds.flatMap((kind) => {
        const total = hardware[kind];
        const used = held.reduce((sum, each) => sum + (each[kind] ?? 0), 0);
        return total === undefined ? [] : [[kind, Math.max(0, total - used)] as const];
      });
      return Object.fromEntries(left);
    },
    take(location, hardware) {
      const held = at(location);
      // A copy of its own: two jobs may ask with the same object.
      const own = { ...hardware };
      held.add(own);
      return { [Symbol.dispose]: () => void held.delete(own) };
    },
  };
}

/**
 * Which kind of hardware is not enough. A kind that is not named is not limited, except for GPUs: where none are named, there are none.
 * @param free - undefined for a location that takes whatever is asked
 */
export function lacking(asked: Hardware, free: Hardware | undefined): (typeof kinds)[number] | undefined {
  if (!free) return undefined;
  return kinds.find((kind) => {
    const wanted = asked[kind] ?? 0;
    return wanted > 0 && wanted > (free[kind] ?? (kind === "gpus" ? 0 : Infinity)) + tolerance;
  });
}
