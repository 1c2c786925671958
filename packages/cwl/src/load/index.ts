export { fetchFileText, type FetchText } from "./document/fetch-text.ts";
export { positionOf } from "./document/place.ts";
export { loadProcess, type LoadedDocument, type LoadProcessOptions, type Positions } from "./load-process.ts";
