/** Freezes a value that is JSON, with all that is in it: many may have it, and none can change what others see. The answer is the value itself. */
export function freezeAll<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const each of Object.values(value)) freezeAll(each);
  return Object.freeze(value);
}
