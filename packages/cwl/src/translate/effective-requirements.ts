import type { Requirement, RequirementClass } from "../model/index.ts";

/** What is in force at some place of a document: at most one requirement and one hint of each class. */
export interface EffectiveRequirements {
  readonly requirements: ReadonlyMap<RequirementClass, Requirement>;
  readonly hints: ReadonlyMap<RequirementClass, Requirement>;
}

/** Something that has requirements: a process, a step, an input object. */
export interface HasRequirements {
  readonly requirements: readonly Requirement[];
  readonly hints: readonly Requirement[];
}

/** Nothing is required. */
export const noRequirements: EffectiveRequirements = { requirements: new Map(), hints: new Map() };

/** Goes one level in: from workflow to step, or from step to process. The inner level wins, class by class. */
export function inherit(outer: EffectiveRequirements, inner: HasRequirements): EffectiveRequirements {
  if (inner.requirements.length === 0 && inner.hints.length === 0) return outer;
  return {
    requirements: new Map([...outer.requirements, ...inner.requirements.map((each) => [each.class, each] as const)]),
    hints: new Map([...outer.hints, ...inner.hints.map((each) => [each.class, each] as const)]),
  };
}

/**
 * What counts for a class: a requirement, however far out, beats a hint.
 * Source: CWL v1.2 Workflow Description, "Requirements and hints".
 */
export function findRequirement<Class extends RequirementClass>(
  { requirements, hints }: EffectiveRequirements,
  name: Class,
): Extract<Requirement, { class: Class }> | undefined {
  return (requirements.get(name) ?? hints.get(name)) as Extract<Requirement, { class: Class }> | undefined;
}

/** Classes that mean something only while a workflow is translated, or that the loader has used up. */
const translatedAway: ReadonlySet<RequirementClass> = new Set([
  "SchemaDefRequirement",
  "SubworkflowFeatureRequirement",
  "ScatterFeatureRequirement",
  "MultipleInputFeatureRequirement",
  "StepInputExpressionRequirement",
  "Secrets",
]);

/** The lists that a tool gets: hints that a requirement beats are left out. */
export function effectiveRequirements({ requirements, hints }: EffectiveRequirements): HasRequirements {
  const matters = (each: Requirement): boolean => !translatedAway.has(each.class);
  return {
    requirements: [...requirements.values()].filter(matters),
    hints: [...hints.values()].filter((each) => matters(each) && !requirements.has(each.class)),
  };
}
