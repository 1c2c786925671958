export { createFetchText, fetchFileText, type FetchText } from "./document/fetch-text.ts";
export { splitName } from "./document/file-value.ts";
export { placeOf, positionOf } from "./document/place.ts";
export { checkInputObject, type CheckedInputObject, type CheckInputObjectOptions } from "./input/check-input-object.ts";
export {
  loadInputObject,
  parseInputObject,
  type InputObject,
  type LoadInputObjectOptions,
} from "./input/load-input-object.ts";
export type { Override } from "./input/job-overrides.ts";
export {
  loadProcess,
  namesOfProcesses,
  type LoadedDocument,
  type LoadProcessOptions,
  type Positions,
} from "./load-process.ts";
