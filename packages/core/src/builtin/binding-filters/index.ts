export { matchingFilterFactory } from "./matching-filter.ts";
export { shuffleFilterFactory } from "./shuffle-filter.ts";
