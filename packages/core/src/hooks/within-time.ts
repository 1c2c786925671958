import { SluiceError } from "@sluice/contracts";

/** Waits for an answer, but not for ever. @throws `HOOK_TIMEOUT` */
export async function withinTime<Value>(answer: Value | Promise<Value>, milliseconds: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new SluiceError("HOOK_TIMEOUT", `it did not return within ${milliseconds / 1000} s`)),
    milliseconds,
  );
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
