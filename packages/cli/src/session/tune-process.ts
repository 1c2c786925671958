import { setFlagsFromString } from "node:v8";

/** Settings of V8 for runs. They are for the whole process, so that only a command may make them, not the engine. */
export function tuneProcess(): void {
  // A run makes much garbage and keeps little: collecting it a little more often costs hardly any time, and the memory of
  // a large scatter stays near what its values need.
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=30");
  // Most expressions are evaluated once: their sandbox is worth optimising only when it has worked for a while.
  setFlagsFromString("--wasm-tiering-budget=50000000");
  // It is ours, so that a function of it may be checked when it is called first.
  setFlagsFromString("--wasm-lazy-validation");
}
