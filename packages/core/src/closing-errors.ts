import { SluiceErrorList, toSluiceError, type SluiceError } from "@sluice/contracts";

/** Closes everything, whatever fails on the way. @throws what failed: one error, or all of them in a list, in their order */
export async function closeAll(stack: AsyncDisposableStack): Promise<void> {
  const [first, ...rest] = await errorsOfClosing(stack);
  if (first) throw rest.length === 0 ? first : new SluiceErrorList([first, ...rest]);
}

/** What to throw when opening failed half-way, once what was open already is closed: the error itself, followed by those of closing. */
export async function closeAfter(error: unknown, stack: AsyncDisposableStack): Promise<unknown> {
  const more = await errorsOfClosing(stack);
  return more.length === 0 ? error : new SluiceErrorList([toSluiceError(error), ...more]);
}

/** Closes everything, whatever fails on the way; answers with what failed, in its order. */
export async function errorsOfClosing(stack: AsyncDisposableStack): Promise<SluiceError[]> {
  try {
    await stack.disposeAsync();
    return [];
  } catch (error) {
    return flatten(error);
  }
}

/** A stack nests its errors, the earlier in the later. */
function flatten(error: unknown): SluiceError[] {
  if (error instanceof SuppressedError) return [...flatten(error.suppressed), ...flatten(error.error)];
  const coded = toSluiceError(error);
  return coded instanceof SluiceErrorList ? [...coded.errors] : [coded];
}
