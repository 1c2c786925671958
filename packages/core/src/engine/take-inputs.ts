import type { InputStamps, Json, Logger, RunEventData, RunStore, Token } from "@sluice/contracts";
import { fileChange, takeStamp } from "../data/index.ts";
import { acceptChanges, changesSince, inputsChanged, isInside, type StampRules } from "./input-stamps.ts";
import type { ReadJournal } from "./read-journal.ts";
import { renewFiles } from "./renew-files.ts";
import { createTokenStore } from "./token-store.ts";

/** The inputs that a run goes on with when it is taken up. */
export interface TakenInputs {
  /** What they are like. */
  readonly stamps: InputStamps;
  /** Those that are not as they were when the run began. */
  readonly renewed: InputStamps;
  /** Those of them that were accepted now. */
  readonly acceptedStamps?: Token;
}

/**
 * Compares the inputs of a run with what they were, and says in the graph of the journal what was accepted.
 * @throws `INPUT_CHANGED` unless changes are accepted
 */
export async function takeInputs(input: {
  readonly store: RunStore;
  readonly journal: Pick<ReadJournal, "created" | "accepted" | "opened">;
  readonly accept: boolean;
  readonly rules: StampRules;
}): Promise<TakenInputs> {
  const { store, accept, rules } = input;
  const { created, accepted, opened } = input.journal;
  const tokens = createTokenStore(store);
  const read = async (token: Token): Promise<InputStamps> => (await tokens.read(token)) as unknown as InputStamps;
  const earlier: InputStamps = Object.assign({}, ...(await Promise.all(accepted.map(read)))) as InputStamps;
  const known = created.inputStamps ? await read(created.inputStamps) : {};
  const all = Object.entries({ ...known, ...earlier });
  const stamps = Object.fromEntries(all.filter(([path]) => !isInside(path, opened)));
  const changes = (await changesSince(stamps, rules)).filter(({ path }) => !isInside(path, opened));
  if (changes.length > 0 && !accept) throw inputsChanged(store.run, changes);
  const now = changes.length > 0 ? await acceptChanges(stamps, changes, rules) : undefined;
  const renewed = { ...earlier, ...now };
  renewFiles(created.graph as unknown as Json, renewed);
  return {
    stamps: { ...stamps, ...now },
    renewed,
    ...(now && { acceptedStamps: await tokens.write(now as unknown as Json) }),
  };
}

/** Says in one line which documents of a run are not as they were: it does not read them again. */
export async function tellDocuments(input: {
  readonly store: RunStore;
  readonly created: RunEventData["run_created"];
  readonly logger: Logger;
}): Promise<void> {
  const { store, created, logger } = input;
  if (!created.documentStamps) return;
  const stamps = (await createTokenStore(store).read(created.documentStamps)) as unknown as InputStamps;
  const edited: string[] = [];
  for (const [path, before] of Object.entries(stamps)) {
    const now = await takeStamp(path, { content: true, skip: new Set() });
    if (!before || !now || !("size" in before) || !("size" in now)) continue;
    if (fileChange(before, now) !== undefined) edited.push(path);
  }
  if (edited.length === 0) return;
  logger.warn(
    `edited since the run began: ${edited.join(", ")}. The run goes on with what was in them then; a new run reads them again`,
  );
}
