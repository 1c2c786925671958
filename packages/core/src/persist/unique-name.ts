/**
 * A name that nothing else has, on any host. Not a secret. Loading `node:crypto` for a UUID would cost 6 ms, more than
 * making a whole run.
 */
export function uniqueName(): string {
  const random = (): string => Math.random().toString(36).slice(2, 12);
  return `${Date.now().toString(36)}-${process.pid.toString(36)}-${random()}${random()}`;
}
