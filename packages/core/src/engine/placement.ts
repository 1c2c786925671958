import type { Binding, StepBinding, StepPath, Target } from "@sluice/contracts";

const localTarget: Target = { deployment: "local", locations: 1 };

/** The targets that a step is bound to: the binding of the nearest ancestor counts, else the local machine. */
export function targetsOf(step: StepPath, bindings: readonly Binding[]): readonly Target[] {
  let best: StepBinding | undefined;
  for (const binding of bindings) {
    if (!("step" in binding) || !contains(binding.step, step)) continue;
    if (!best || binding.step.length > best.step.length) best = binding;
  }
  return best?.targets ?? [localTarget];
}

function contains(ancestor: string, step: StepPath): boolean {
  return ancestor === "/" || step === ancestor || step.startsWith(`${ancestor}/`);
}
