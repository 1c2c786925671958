/** Waits for something that others wait for too: an abort ends the waiting, not the thing. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const listener = (): void => {
    // Whoever aborted chose the reason.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    reject(signal.reason);
  };
  signal.addEventListener("abort", listener, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", listener);
  }
}
