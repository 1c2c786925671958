export type { Effect } from "./effect.ts";
export { apply, createMachine, openEffects, unresolvedLists } from "./machine.ts";
export { createFiring, firingKey, stepKey, type Firing, type MachineState, type ScheduledJob } from "./state.ts";
