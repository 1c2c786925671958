import type { Json, ValueOperation } from "@sluice/contracts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { annotatedFiles } from "../value/annotated-files.ts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { refuseLocalFiles } from "../value/refuse-local-files.ts";
import { askSecondaryFiles } from "../value/secondary-files.ts";
import { checkMadeFiles } from "../value/check-made-files.ts";
import { holdsFiles, visitOuterFiles, type FileDraft } from "../value/file-draft.ts";
import { loadContents } from "../value/load-contents.ts";
import { loadListing } from "../value/load-listing.ts";
import { localFiles } from "../value/local-files.ts";
import type { ComputedInput, StepInputsParams } from "./params.ts";
import { completeStepInputs } from "./step-files.ts";

/** Applies what the `in` of a step says besides its links. Parameters: {@link StepInputsParams}. */
export function stepInputsOperation(evaluator: ExpressionEvaluator): ValueOperation {
  return {
    kind: "value",
    version: 1,
    async evaluate(input) {
      const { inputs: declared, scope, remote } = input.params as unknown as StepInputsParams;
      const values: Record<string, Json> = { ...input.inputs };
      for (const { id, default: fallback } of declared) values[id] ??= fallback ?? null;
      const inputs = await completeStepInputs(values);
      for (const { id, loadContents: contents, loadListing: listing } of declared) {
        if (contents !== true && listing === undefined) continue;
        const drafts: FileDraft[] = [];
        visitOuterFiles(inputs[id] ?? null, (draft) => drafts.push(draft));
        if (contents === true)
          await loadContents(drafts, { files: localFiles, cwlVersion: scope.cwlVersion, code: "CWL_INPUT_INVALID" });
        if (listing !== undefined) for (const draft of drafts) await loadListing(draft, listing, localFiles);
      }
      const session: ExpressionSession = { evaluator, scope, inputs, runtime: {}, signal: input.signal };
      await findSecondaryFiles(declared, session);
      const round = createExpressionRound(session);
      const answers = declared
        .filter(({ valueFrom }) => valueFrom !== undefined)
        .map(({ id, valueFrom }) => ({
          id,
          answer: round.ask(valueFrom, { self: inputs[id] ?? null, where: `${id}.valueFrom` }),
        }));
      await round.settle();
      // No valueFrom sees what another one yields.
      const made = answers.map(({ id, answer }) => [id, answer()] as const);
      for (const [parameter, value] of made)
        if (holdsFiles(value)) checkMadeFiles(value, { side: "input", parameter, code: "CWL_INPUT_INVALID" });
      if (remote === true) for (const [id, value] of made) refuseLocalFiles(value, inputs, `${id}.valueFrom`);
      return { ...inputs, ...Object.fromEntries(made) };
    },
  };
}

async function findSecondaryFiles(declared: readonly ComputedInput[], session: ExpressionSession): Promise<void> {
  const annotated = declared.flatMap(({ id, type = "Any", secondaryFiles }) =>
    annotatedFiles(session.inputs[id] ?? null, type, secondaryFiles === undefined ? {} : { secondaryFiles }, id),
  );
  const round = createExpressionRound(session);
  const rules = { files: localFiles, requiredByDefault: true, code: "CWL_INPUT_INVALID", side: "input" } as const;
  const add = askSecondaryFiles(annotated, round, { ...rules, mustBring: () => true });
  await round.settle();
  await add();
}
