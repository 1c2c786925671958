import type { Hardware, Location, OpenJob } from "@sluice/contracts";
import type { LocationAccount, LocationAccounts } from "./location-account.ts";

/** What is set aside for jobs of earlier engines until they are found again, or known to be lost. */
export interface Reservations {
  add(job: OpenJob): void;
  /** Ends what was set aside for a job; whoever calls takes it for the job at once. */
  adopt(job: string, location: Location): void;
  forget(job: string): void;
}

interface Reservation {
  readonly account: LocationAccount;
  readonly hardware: Hardware;
}

/** Makes an empty set. `freed` is told of what was given back. */
export function createReservations(
  accounts: LocationAccounts,
  freed: (account: LocationAccount) => void,
): Reservations {
  const reserved = new Map<string, Reservation>();
  const giveBack = ({ account, hardware }: Reservation): void => {
    account.give(hardware);
    freed(account);
  };
  return {
    add: ({ job, deployment, location, hardware }) => {
      // A run that could not be taken up is restored again when it is tried once more.
      if (reserved.has(job)) return;
      const account = accounts.named({ deployment, location });
      account.take(hardware);
      reserved.set(job, { account, hardware });
    },
    adopt: (job, location) => {
      const found = reserved.get(job);
      if (!found) return;
      reserved.delete(job);
      // Nobody is told: what was reserved on this location is not free for a moment.
      if (found.account === accounts.of(location)) found.account.give(found.hardware);
      else giveBack(found);
    },
    forget: (job) => {
      const found = reserved.get(job);
      reserved.delete(job);
      if (found) giveBack(found);
    },
  };
}
