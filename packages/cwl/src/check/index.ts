export { refuseUndeclared } from "./check-features.ts";
export { checkProcess } from "./check-process.ts";
export { checkSize } from "./check-size.ts";
export { withNull } from "./merged-type.ts";
export { scatteredType } from "./scattered-type.ts";
export { isNullable, membersOf, showType } from "./show-type.ts";
