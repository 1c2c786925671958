export type { Answer, Answers, PointAnswers } from "./answer.ts";
export { createAnswerClock, type AnswerClock, type Caller, type Question } from "./answer-clock.ts";
export { describe, nameOfMethod } from "./check.ts";
export { isPending } from "./is-pending.ts";
export { toPlainJson } from "./plain-json.ts";
export { answersAt, methodsOf } from "./points.ts";
export { jobRequest, writesOutside } from "./shapes.ts";
export { timeoutsOf, type Timeouts } from "./timeouts.ts";
