import type { LogFields, Logger } from "@sluice/contracts";

/** Keeps warnings and errors as texts, with the fields that they come with. */
export function createNotes(
  said: string[] = [],
  own: LogFields = {},
): { readonly said: string[]; readonly logger: Logger } {
  const note = (message: string, fields: LogFields = {}): void => {
    said.push(`${JSON.stringify({ ...own, ...fields })} ${message}`);
  };
  const quiet = (): void => undefined;
  const child = (fields: LogFields): Logger => createNotes(said, { ...own, ...fields }).logger;
  return { said, logger: { debug: quiet, info: quiet, warn: note, error: note, child } };
}
