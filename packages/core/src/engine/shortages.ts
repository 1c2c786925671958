import { isSluiceError, SluiceError, shortageOf, toSluiceError, type Logger, type Shortage } from "@sluice/contracts";
import { startTimer } from "../timers.ts";

/** Waits out what the machine lacks for the moment: space, processes, open files, memory. */
export interface Shortages {
  /**
   * Does something; as long as it fails because the machine lacks something, waits and does it again.
   * @throws what else makes it fail; `SYSTEM_LIMIT` when the patience is over; what the signal was aborted with
   */
  outlast<Result>(work: () => Promise<Result>, patience: Patience): Promise<Result>;
  /**
   * Waits as long as is good before something is done again that failed because the machine lacked something, or until the signal is aborted.
   * Answers with the error that says that the patience is over.
   */
  rest(thrown: unknown, patience: Patience): Promise<SluiceError | undefined>;
  /** Something of ours has ended well: what it held may be enough for whoever waits. */
  relieved(): void;
  /** Whoever waits looks again now: there may be another reason not to go on. */
  wake(): void;
}

/** How long somebody waits. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Whether even a disk that stays full is given up. */
  readonly limited: boolean;
}

/** Milliseconds between two tries: they double, and shrink again with the first that succeeds. */
const shortestPause = 50;
const longestPause = 5000;
/** Milliseconds without any sign of relief, and with nothing of ours running, after which it is no matter of waiting. */
export const shortagePatience = 5 * 60 * 1000;

const lacks: Readonly<Record<Shortage["of"], readonly [string, string]>> = {
  space: ["no space is left", "there is space again"],
  descriptors: ["no more files can be opened", "files can be opened again"],
  processes: ["no more processes can be started", "processes can be started again"],
  memory: ["no memory is left", "there is memory again"],
};

/**
 * One for each run. Those that wait are let go one by one, in the order in which they came, each as soon as a job has ended or a pause is
 * over: a hundred that try at once would only fail at once. Nobody is held up by another that was let go and takes its time.
 */
export function createShortages({
  logger,
  isBusy,
}: {
  readonly logger: Logger;
  readonly isBusy: () => boolean;
}): Shortages {
  const waiting = new Set<() => void>();
  /** How many wait or try again. */
  let suffering = 0;
  let pause = shortestPause;
  let timer: Disposable | undefined;
  let relief = 0;
  let told: Shortage | undefined;

  function letOneGo(): void {
    timer?.[Symbol.dispose]();
    timer = undefined;
    const [next] = waiting;
    next?.();
    if (waiting.size > 0) timer = startTimer(pause, letOneGo);
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        waiting.delete(go);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        waiting.delete(go);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(go);
      timer ??= startTimer(pause, letOneGo);
    });
  }

  function tell(error: SluiceError, shortage: Shortage): void {
    if (told?.of === shortage.of) return;
    told = shortage;
    const errno = shortage.errno === undefined ? "" : ` (${shortage.errno})`;
    logger.error(`${lacks[shortage.of][0]}${errno}: waiting until that is over; nothing is lost. ${error.message}`);
  }

  function relieved(): void {
    relief = performance.now();
    pause = shortestPause;
    if (waiting.size > 0) letOneGo();
    if (suffering > 0 || !told) return;
    logger.warn(`${lacks[told.of][1]}: the run goes on`);
    told = undefined;
  }

  function isOver({ limited }: Patience, shortage: Shortage): boolean {
    if (shortage.of === "space" && !limited) return false;
    return !isBusy() && performance.now() - relief > shortagePatience;
  }

  /** Waits for one's turn to try again. */
  async function rest(thrown: unknown, shortage: Shortage, patience: Patience): Promise<void> {
    const error = toSluiceError(thrown);
    if (!told) relief = performance.now();
    tell(error, shortage);
    if (isOver(patience, shortage)) throw givenUp(error, shortage);
    suffering += 1;
    await turn(patience.signal).finally(() => void (suffering -= 1));
  }

  async function endure<Result>(work: () => Promise<Result>, patience: Patience, first: unknown): Promise<Result> {
    let isOut = false;
    suffering += 1;
    try {
      for (let thrown = first; ; pause = Math.min(2 * pause, longestPause)) {
        await rest(thrown, lackOf(thrown) as Shortage, patience);
        try {
          const result = await work();
          isOut = true;
          return result;
        } catch (again) {
          isOut = !lackOf(again) && !patience.signal.aborted;
          if (!lackOf(again)) throw again;
          thrown = again;
        }
      }
    } finally {
      suffering -= 1;
      if (isOut) relieved();
    }
  }

  return {
    async outlast(work, patience) {
      try {
        return await work();
      } catch (thrown) {
        if (!lackOf(thrown)) throw thrown;
        return endure(work, patience, thrown);
      }
    },
    async rest(thrown, patience) {
      if (told) pause = Math.min(2 * pause, longestPause);
      try {
        await rest(thrown, shortageOf(thrown) ?? { of: "processes" }, patience);
      } catch (error) {
        if (!patience.signal.aborted) return toSluiceError(error);
      }
      return undefined;
    },
    relieved() {
      if (told) relieved();
    },
    wake() {
      for (const go of waiting) go();
    },
  };
}

/** What a job did not get that was not run is no matter of trying the same again: the job is another one then. */
function lackOf(thrown: unknown): Shortage | undefined {
  return isSluiceError(thrown) && thrown.code === "JOB_LOST" ? undefined : shortageOf(thrown);
}

function givenUp(cause: SluiceError, { of, errno }: Shortage): SluiceError {
  const minutes = shortagePatience / 60_000;
  const why = `${lacks[of][0]}${errno === undefined ? "" : ` (${errno})`}, for ${minutes} minutes`;
  return new SluiceError(of === "space" ? "DISK_FULL" : "SYSTEM_LIMIT", `${cause.message.replace(/\.$/, "")}: ${why}`, {
    hint: "Raise the limit (ulimit -n, ulimit -u) or end other programs, then resume the run.",
    cause,
  });
}
