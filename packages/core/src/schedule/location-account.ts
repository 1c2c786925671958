import type { Hardware, Location } from "@sluice/contracts";
import { addHardware, fitsHardware, subtractHardware } from "./hardware-algebra.ts";
import type { WaitingLine } from "./waiting-line.ts";

/** What is in use on one location. */
export interface LocationAccount {
  /** The lines whose requests may use it. */
  readonly lines: Set<WaitingLine>;
  fits(asked: Hardware): boolean;
  take(hardware: Hardware): void;
  give(hardware: Hardware): void;
}

/** The accounts of all locations. */
export interface LocationAccounts {
  /** The account of a location, which may have more or less by now than when it was last seen. */
  of(location: Location): LocationAccount;
}

/** Makes accounts in which nothing is in use. */
export function createLocationAccounts(): LocationAccounts {
  const accounts = new Map<string, LocationAccount & { readonly total: { now: Hardware } }>();
  return {
    of: (location) => {
      const total = location.hardware ?? unlimited;
      const key = `${location.deployment}\0${location.name}`;
      const known = accounts.get(key);
      if (known) {
        known.total.now = total;
        return known;
      }
      const made = createAccount({ now: total });
      accounts.set(key, made);
      return made;
    },
  };
}

/** A location that does not say what it has takes everything: it has a queue of its own. */
export const unlimited: Hardware = { gpus: Infinity };

function createAccount(total: { now: Hardware }): LocationAccount & { readonly total: { now: Hardware } } {
  let used: Hardware = {};
  let jobs = 0;
  return {
    total,
    lines: new Set(),
    fits: (asked) => fitsHardware({ asked, used, total: total.now }),
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
