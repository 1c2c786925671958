export { checkProcess } from "./check-process.ts";
export { isNullable, membersOf, showType } from "./show-type.ts";
