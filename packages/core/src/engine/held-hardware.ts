import { failureText, type Allocation, type Logger, type Scheduler } from "@sluice/contracts";

/** Gives back to the scheduler what jobs held. What fails in that makes nothing undone that they did. */
export interface HeldHardware {
  readonly giveBack: (allocation: Allocation | undefined) => void;
  /** What was set aside for a job of an earlier engine that was never adopted. */
  readonly forget: (job: string) => void;
}

/** Says what it cannot give back. */
export function createHeldHardware(scheduler: Scheduler, logger: Logger): HeldHardware {
  const attempt = (part: () => void): void => {
    try {
      part();
    } catch (error) {
      logger.warn(`hardware cannot be given back: ${failureText(error)}`, { code: "PLUGIN_FAILED" });
    }
  };
  return {
    giveBack: (allocation) => attempt(() => allocation?.[Symbol.dispose]()),
    forget: (job) => attempt(() => scheduler.forget?.({ job })),
  };
}
