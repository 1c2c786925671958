import { SluiceError, type Logger, type SluiceContext } from "@sluice/contracts";

/** The managers of an engine. */
export type Managers = Pick<
  SluiceContext,
  "database" | "scheduler" | "deploymentManager" | "dataManager" | "checkpointManager" | "failureManager"
>;

/** A context whose managers come one by one, while the engine opens. */
export interface LateContext {
  readonly context: SluiceContext;
  set<Name extends keyof Managers>(name: Name, manager: Managers[Name]): void;
}

const names = [
  "database",
  "scheduler",
  "deploymentManager",
  "dataManager",
  "checkpointManager",
  "failureManager",
] as const satisfies readonly (keyof Managers)[];

/** Makes a context without managers. */
export function createLateContext(
  fixed: Pick<SluiceContext, "configDir" | "signal" | "plugin" | "extension"> & { readonly logger: Logger },
): LateContext {
  const managers: Partial<Record<keyof Managers, unknown>> = {};
  const getters = Object.fromEntries(
    names.map((name) => [
      name,
      {
        enumerable: true,
        get: (): unknown => {
          if (managers[name] !== undefined) return managers[name];
          throw new SluiceError("CONTEXT_NOT_OPEN", `the ${name} of the engine was asked for before it was there`, {
            hint: "Managers are there once the engine is open; ask for them when they are needed, not during set-up.",
          });
        },
      },
    ]),
  );
  const context = Object.defineProperties({ ...fixed }, getters) as unknown as SluiceContext;
  return { context, set: (name, manager) => void (managers[name] = manager) };
}
