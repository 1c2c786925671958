import { SluiceError, type SluiceContext } from "@sluice/contracts";

/** A context as plugins have it: its managers are not there before the engine is open. */
export interface LateContext {
  readonly context: SluiceContext;
  /** From now on the managers are there. */
  readonly open: () => void;
}

const managers: readonly (keyof SluiceContext)[] = [
  "database",
  "scheduler",
  "deploymentManager",
  "dataManager",
  "checkpointManager",
  "failureManager",
];

/** Keeps the managers of a context back. */
export function lateContext(whole: SluiceContext): LateContext {
  let isOpen = false;
  const getters = managers.map((name) => {
    const get = (): unknown => {
      if (isOpen) return whole[name];
      throw new SluiceError("CONTEXT_NOT_OPEN", `the ${name} of the engine was asked for before it was there`, {
        hint: "Managers are there once the engine is open; ask for them when they are needed, not during set-up.",
      });
    };
    return [name, { enumerable: true, get }] as const;
  });
  const context = Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(whole), ...Object.fromEntries(getters) },
  );
  return { context: context as SluiceContext, open: () => void (isOpen = true) };
}
