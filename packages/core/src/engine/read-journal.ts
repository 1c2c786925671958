import { SluiceError, thrownText, type RunEventData, type RunStore, type Token } from "@sluice/contracts";
import { validateGraph } from "../graph/index.ts";
import { createBacklogReader, type Backlog } from "./hook-backlog.ts";
import { neverBegan } from "./make-run.ts";
import { apply, createMachine, type MachineState } from "./machine/index.ts";

/** A journal, folded. */
export interface ReadJournal {
  readonly created: RunEventData["run_created"];
  readonly state: MachineState;
  /** Position of the last event. */
  readonly seq: number;
  /** What hooks were not told of. */
  readonly backlog: Backlog;
  /** What inputs that had changed were accepted as, in order; see `run_started`. */
  readonly accepted: readonly Token[];
  /** Inputs that jobs may have changed in place. */
  readonly opened: ReadonlySet<string>;
  /** What jobs did with files, as far as somebody had to know. */
  readonly accesses: readonly RunEventData["inputs_opened"][];
}

/** Folds a journal into the state that it leads to. @throws `JOURNAL_CORRUPT` when it does not make sense, `RUN_STATE` when it is empty */
export async function readJournal(store: RunStore): Promise<ReadJournal> {
  let created: RunEventData["run_created"] | undefined;
  let state: MachineState | undefined;
  let seq = 0;
  const accepted: Token[] = [];
  const opened = new Set<string>();
  const accesses: RunEventData["inputs_opened"][] = [];
  const backlog = createBacklogReader();
  for await (const event of store.read()) {
    seq = event.seq;
    try {
      if (event.type === "run_created") {
        validateGraph(event.data.graph);
        created = event.data;
        state = createMachine(created);
        continue;
      }
      if (event.type === "run_started" && event.data.acceptedStamps) accepted.push(event.data.acceptedStamps);
      if (event.type === "inputs_opened") {
        accesses.push(event.data);
        for (const path of event.data.paths) opened.add(path);
      }
      const folded = state;
      if (!folded) throw new Error("it comes before run_created");
      backlog.follow(folded, event, () => apply(folded, event));
    } catch (error) {
      throw new SluiceError("JOURNAL_CORRUPT", `event ${seq} of run ${store.run} does not fit: ${thrownText(error)}`, {
        cause: error,
      });
    }
  }
  if (!created || !state) throw neverBegan(store.run);
  return { created, state, seq, backlog, accepted, opened, accesses };
}
