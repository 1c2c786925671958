export { checkProcess } from "./check-process.ts";
export { isNullable, isUnion, membersOf, showType } from "./show-type.ts";
export { fitOf, type Fit } from "./type-fit.ts";
