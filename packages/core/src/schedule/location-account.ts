import type { Hardware, Location } from "@sluice/contracts";
import { addHardware, fitsHardware, subtractHardware } from "./hardware-algebra.ts";
import type { WaitingLine } from "./waiting-line.ts";

/** What is in use on one location. */
export interface LocationAccount {
  /** The lines whose requests may use it. */
  readonly lines: Set<WaitingLine>;
  fits(asked: Hardware): boolean;
  /** What is left of what it says it has; undefined when it does not say. */
  free(): Hardware | undefined;
  /** Whether nothing runs there. */
  isIdle(): boolean;
  take(hardware: Hardware): void;
  give(hardware: Hardware): void;
}

/** The accounts of all locations. */
export interface LocationAccounts {
  /** The account of a location, which may have more or less by now than when it was last seen. */
  of(location: Location): LocationAccount;
  /** The account of a location that need not have been seen. */
  named(place: { readonly deployment: string; readonly location: string }): LocationAccount;
}

interface Total {
  now: Hardware | undefined;
}

/** Makes accounts in which nothing is in use. */
export function createLocationAccounts(): LocationAccounts {
  const accounts = new Map<string, LocationAccount & { readonly total: Total }>();
  const find = (deployment: string, name: string): LocationAccount & { readonly total: Total } => {
    const key = `${deployment}\0${name}`;
    const known = accounts.get(key);
    if (known) return known;
    const made = createAccount({ now: undefined });
    accounts.set(key, made);
    return made;
  };
  return {
    of: ({ deployment, name, hardware }) => {
      const account = find(deployment, name);
      account.total.now = hardware;
      return account;
    },
    named: ({ deployment, location }) => find(deployment, location),
  };
}

/** A location that does not say what it has takes everything: it has a queue of its own. */
export const unlimited: Hardware = { gpus: Infinity };

function createAccount(total: Total): LocationAccount & { readonly total: Total } {
  let used: Hardware = {};
  let jobs = 0;
  return {
    total,
    lines: new Set(),
    fits: (asked) => fitsHardware({ asked, used, total: total.now ?? unlimited }),
    free: () => total.now && remaining(total.now, used),
    isIdle: () => jobs === 0,
    take: (hardware) => {
      used = addHardware(used, hardware);
      jobs++;
    },
    give: (hardware) => {
      jobs--;
      // Nothing runs, nothing is used: no sum of fractions can say otherwise.
      used = jobs === 0 ? {} : subtractHardware(used, hardware);
    },
  };
}

/** What is not named is not limited, whatever is used of it. */
function remaining(total: Hardware, used: Hardware): Hardware {
  const left = subtractHardware(total, used);
  return Object.fromEntries(Object.keys(total).map((key) => [key, left[key as keyof Hardware]]));
}
