import { toSluiceError, type Logger, type SluiceError, type SluiceErrorList } from "@sluice/contracts";

/** The same, but what fails while it is closed is only warned of: what was done before stays done. */
export function closeQuietly<Opened extends AsyncDisposable>(opened: Opened, logger: Logger | undefined): Opened {
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      try {
        await opened[Symbol.asyncDispose]();
      } catch (thrown) {
        const error = toSluiceError(thrown, "PLUGIN_FAILED");
        const all = "errors" in error ? (error as SluiceErrorList).errors : [error];
        for (const each of all) logger?.warn(textOf(each), { code: each.code });
      }
    },
  };
}

function textOf({ actor, message }: SluiceError): string {
  return `something could not be closed: ${actor === undefined ? "" : `${actor}: `}${message}`;
}
