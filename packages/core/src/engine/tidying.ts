import { failureText, type Logger } from "@sluice/contracts";

/** What jobs that went well leave behind is removed while their run goes on; it ends no sooner than that is done. */
export interface Tidying {
  /** Settles when it is done. That it failed is only worth a warning. */
  during(work: Promise<void>): Promise<void>;
  /** Settles when all of it is done. */
  settled(): Promise<void>;
}

/** Makes the tidying of a run, in which nothing is removed yet. */
export function createTidying(logger: Logger): Tidying {
  const underWay = new Set<Promise<void>>();
  return {
    async during(work) {
      underWay.add(work);
      try {
        await work;
      } catch (error) {
        logger.warn(`temporary files were left behind: ${failureText(error)}`);
      } finally {
        underWay.delete(work);
      }
    },
    async settled() {
      await Promise.allSettled(underWay);
    },
  };
}
