/** Makes plain data immutable through and through: whoever changes what it was given is found out. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (value instanceof AbortSignal) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) frozen(each);
  return value;
}
