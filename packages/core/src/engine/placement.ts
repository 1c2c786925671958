import type { Binding, StepBinding, StepPath, Target } from "@sluice/contracts";

const localTarget: Target = { deployment: "local", locations: 1 };

/** What a step is bound to: the binding of the nearest ancestor counts, else the local machine. */
export function placementOf(
  step: StepPath,
  bindings: readonly Binding[],
): { readonly targets: readonly Target[]; readonly filters: readonly string[] } {
  let best: StepBinding | undefined;
  for (const binding of bindings) {
    if (!("step" in binding) || !contains(binding.step, step)) continue;
    if (!best || binding.step.length > best.step.length) best = binding;
  }
  return best ?? { targets: [localTarget], filters: [] };
}

function contains(ancestor: string, step: StepPath): boolean {
  return ancestor === "/" || step === ancestor || step.startsWith(`${ancestor}/`);
}
