import {
  didYouMean,
  type FrontendOptions,
  type JsonObject,
  type LoadedWorkflow,
  type SluiceError,
} from "@sluice/contracts";
import { refuseUndeclared } from "../check/index.ts";
import type { ExpressionEvaluator } from "../expression/index.ts";
import { documentReferences } from "../describe/document-references.ts";
import { jobTemplate } from "../describe/job-template.ts";
import {
  checkInputObject,
  createFetchText,
  loadInputObject,
  placeOf,
  positionOf,
  type InputObject,
} from "../load/index.ts";
import { Faults } from "../load/document/faults.ts";
import { placed } from "../load/document/place.ts";
import type { Process, Requirement } from "../model/index.ts";
import type { FormatChecker } from "../value/check-format.ts";
import type { FetchFile } from "../value/local-copies.ts";
import { packProcess } from "../pack/pack-process.ts";
import { processName, secretInputs, translateProcess } from "../translate/index.ts";
import { completeInputs } from "./complete-inputs.ts";
import { describeInputs, describeOutputs, docOf } from "./describe-process.ts";
import { applyOverrides } from "./apply-overrides.ts";
import { attachRequirements, detachRequirements, requiring, type JobRequirements } from "./input-requirements.ts";
import { loadDocument } from "./load-document.ts";
import { loadOverrides } from "./load-overrides.ts";
import { locateInput } from "./locate-input.ts";
import { partOfProcess, partToPack } from "./part/part-of-process.ts";
import { targetLists } from "./part/target-lists.ts";
import { createPlaces } from "./source-places.ts";
import { readTexts, type Texts } from "./read-texts.ts";
import { runsJavascript } from "./runs-javascript.ts";

/** Loads a CWL document; nothing of it runs before it was found valid. */
export async function loadWorkflow(input: {
  readonly document: string;
  readonly options: FrontendOptions;
  readonly evaluator: () => Promise<ExpressionEvaluator>;
  readonly formats: FormatChecker;
  readonly fetchFile: FetchFile;
  readonly signal: AbortSignal;
}): Promise<LoadedWorkflow> {
  const { document, options, evaluator, formats, fetchFile } = input;
  const { localFiles } = options;
  const fetchText = createFetchText(fetchFile, options.limits?.documentBytes);
  const loaded = await loadDocument(document, options, fetchText, input.signal);
  const { warnings, documents, values } = loaded;
  const process = partOfProcess(loaded.process, options);
  const overrides =
    options.overrides === undefined ? undefined : await loadOverrides(options.overrides, fetchText, input.signal);
  return {
    name: processName(process.id),
    ...docOf(process),
    inputs: describeInputs(process),
    outputs: describeOutputs(process),
    warnings,
    documents,
    references: () => documentReferences(process),
    pack: () => packProcess(partToPack(loaded.process, options)),
    targets: () => targetLists(loaded.process),
    jobTemplate: () => jobTemplate(process),
    async readInputs({ file, texts, cwd, complete, signal }) {
      // Inputs are read for runs: while they are, and the run is made, the thread for JavaScript starts.
      const expressions = evaluator();
      if (runsJavascript(process)) void expressions.then((made) => made.prepare());
      const object =
        file === undefined ? undefined : await loadInputObject({ path: file, localFiles, fetchText, signal });
      const given = await gather(process, [values, object, overrides], texts, cwd);
      const checked = await checkInputObject(process, given, { signal });
      const { process: required, warnings } = asRequired(process, given);
      const evaluating = withTimeout(await expressions, options.expressionTimeout);
      const tools = { evaluator: evaluating, formats, fetchFile, ...(complete === true && { complete }) };
      const { inputs, lookedFor } = await completeInputs(required, checked.values, tools, signal).catch(
        (thrown: unknown) => {
          throw locateInput(thrown, process, checked.values);
        },
      );
      return {
        inputs: attachRequirements(inputs, given),
        warnings: [...given.warnings, ...warnings, ...checked.warnings],
        lookedFor,
      };
    },
    async translate({ inputs: given }) {
      const { inputs, ...wanted } = detachRequirements(given);
      const { process: required } = asRequired(process, wanted);
      if (options.drawing !== true) refuseUndeclared(required);
      const graph = translateProcess(required, {
        positionOf,
        placesOf: createPlaces(),
        inputs,
        ...(options.localFiles && { localFiles: true }),
        ...(options.docker && { docker: options.docker }),
        ...(options.drawing && { drawing: options.drawing }),
        ...(options.software && { software: options.software }),
        ...(options.environment && { environment: options.environment }),
        ...(options.expressionTimeout !== undefined && { expressionTimeout: options.expressionTimeout }),
      });
      const secrets = secretInputs(required);
      return { graph, inputs, warnings: [], ...(secrets.length > 0 && { secrets }) };
    },
  };
}

/** The evaluator with another limit for each expression. */
function withTimeout(evaluator: ExpressionEvaluator, timeoutMs: number | undefined): ExpressionEvaluator {
  if (timeoutMs === undefined) return evaluator;
  return { ...evaluator, evaluateAll: (request) => evaluator.evaluateAll({ ...request, timeoutMs }) };
}

/** The process with what a job requires, and what is to be said about that. */
function asRequired(
  process: Process,
  { requirements, overrides }: JobRequirements,
): { readonly process: Process; readonly warnings: readonly SluiceError[] } {
  const { process: required, unknown, targets } = applyOverrides(requiring(process, requirements), overrides);
  const faults = new Faults();
  for (const override of unknown) {
    const message = `there is no process or step '${override.target}' to override; the override is ignored`;
    faults.warn("CWL_INPUT_INVALID", message, placeOf(override), didYouMean(override.target, targets));
  }
  return { process: required, warnings: faults.warnings };
}

/** Puts together what a script, a file and the command line say; what comes later wins. */
async function gather(
  process: Process,
  objects: readonly (InputObject | undefined)[],
  texts: Texts,
  cwd: string,
): Promise<InputObject> {
  const found = objects.filter((object) => object !== undefined);
  const typed: JsonObject = await readTexts(process, texts, cwd);
  const [place] = found.map((object) => placeOf(object.values)).reverse();
  const requirements = new Map<string, Requirement>();
  for (const each of found.flatMap((object) => object.requirements)) requirements.set(each.class, each);
  const warnings: SluiceError[] = found.flatMap((object) => [...object.warnings]);
  return {
    values: placed(Object.assign({}, ...found.map((object) => object.values), typed) as JsonObject & object, place),
    requirements: [...requirements.values()],
    overrides: found.flatMap((object) => object.overrides),
    warnings,
    documents: [],
  };
}
