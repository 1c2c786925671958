import type { Logger } from "@sluice/contracts";

const nothing = (): void => undefined;

/** Takes messages and keeps none: what an embedding program gets that gave no logger. */
export const nullLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => nullLogger,
};
