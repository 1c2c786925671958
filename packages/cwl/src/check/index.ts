export { refuseUndeclared } from "./check-features.ts";
export { checkProcess } from "./check-process.ts";
export { checkSize } from "./check-size.ts";
export { isNullable, membersOf, showType } from "./show-type.ts";
