import type { SluiceError } from "@sluice/contracts";
import type { Process } from "../model/index.ts";
import { Faults } from "../load/document/faults.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkDefaults, checkStepDefaults } from "./check-defaults.ts";
import { checkExpressions, libraryText, type Libraries } from "./check-expressions.ts";
import { checkFeatures, withRequirements, type Features } from "./check-features.ts";
import { checkFormatPrefixes } from "./check-format-prefixes.ts";
import { checkFormats } from "./check-formats.ts";
import { checkInPlace, type InForce } from "./check-in-place.ts";
import { checkLinks, checkRequiredInputs } from "./check-links.ts";
import { checkTimeLimit } from "./check-time-limit.ts";
import { checkUnusedInputs } from "./check-unused-inputs.ts";
import { checkUnusedSteps } from "./check-unused-steps.ts";
import { checkWorkDir } from "./check-work-dir.ts";

export interface CheckOptions {
  /** Features that only a run needs to see declared are errors as well. */
  readonly strict?: boolean | undefined;
}

/**
 * Checks what can be known before anything runs: links and their types, what steps need, cycles, features
 * that are not declared. Returns warnings; throws a SluiceError, or a list of them, on faults.
 */
export function checkProcess(process: Process, { strict = false }: CheckOptions = {}): readonly SluiceError[] {
  const faults = new Faults();
  visit(process, { features: new Set(), libraries: "", inForce: [] }, { faults, strict, seen: new Set() });
  faults.throwIfAny();
  return faults.warnings;
}

interface Visit {
  readonly faults: Faults;
  readonly strict: boolean;
  readonly seen: Set<string>;
}

/** What is in force around a process. */
interface Around {
  readonly features: Features;
  readonly libraries: Libraries;
  readonly inForce: InForce;
}

function visit(process: Process, around: Around, context: Visit): void {
  const { faults, strict, seen } = context;
  const features = withRequirements(around.features, process.requirements, process.hints);
  // One process may be run with different features in force; its links are the same.
  const key = `${process.id} ${[...features].toSorted().join()}`;
  if (seen.has(key)) return;
  const isFirst = !seen.has(process.id);
  seen.add(key).add(process.id);
  const javascript = `${process.id} ${String(features.has("InlineJavascriptRequirement"))}`;
  if (!seen.has(javascript)) checkExpressions(process, features, around.libraries, faults);
  seen.add(javascript);
  if (isFirst) {
    checkDefaults(process, faults);
    checkFormatPrefixes(process, faults);
    checkTimeLimit(process, faults);
    checkWorkDir(process, faults);
  }
  if (process.class !== "Workflow") return;
  checkFeatures(process, features, faults, strict);
  if (isFirst) {
    checkCycles(process, faults);
    checkRequiredInputs(process, faults);
    checkLinks(process, faults);
    checkFormats(process, faults);
    checkUnusedInputs(process, faults);
    checkUnusedSteps(process, faults);
    checkStepDefaults(process, faults);
    checkInPlace(process, around.inForce, faults);
  }
  const libraries = libraryText(around.libraries, process);
  for (const step of process.steps) {
    const inside = {
      features: withRequirements(features, step.requirements, step.hints),
      libraries: libraryText(libraries, step),
      inForce: [...around.inForce, process, step],
    };
    visit(step.run, inside, context);
  }
}
