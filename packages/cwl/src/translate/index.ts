export { effectiveRequirements, type EffectiveRequirements } from "./effective-requirements.ts";
export { staticHardware } from "./static-hardware.ts";
export { translateProcess, type TranslateOptions } from "./translate-process.ts";
