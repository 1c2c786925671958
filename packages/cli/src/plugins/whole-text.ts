import { constants } from "node:fs";

/** How files of others are read as text at once: a pipe in their place is empty, and nobody waits for its writer. */
export const wholeText = { encoding: "utf8", flag: constants.O_RDONLY | constants.O_NONBLOCK } as const;
