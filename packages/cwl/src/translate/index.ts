export {
  effectiveRequirements,
  inherit,
  noRequirements,
  type EffectiveRequirements,
  type HasRequirements,
} from "./effective-requirements.ts";
export { processName } from "./process-name.ts";
export { staticHardware } from "./static-hardware.ts";
export { translateProcess, type TranslateOptions } from "./translate-process.ts";
export type { PlacesOf } from "./translation.ts";
export { secretInputs } from "./secret-inputs.ts";
