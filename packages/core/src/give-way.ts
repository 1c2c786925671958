/** Milliseconds for which others may have to wait. */
const patience = 20;

/** Makes a function to be awaited in the middle of long synchronous work: it lets timers, signals and I/O have their turn. */
export function createGiveWay(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < patience) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
