import type { LocationFiles } from "@sluice/contracts";

/** What has to be asked about the files of inputs. */
export type FileQuestions = Pick<LocationFiles, "stat" | "read" | "list" | "realpath">;
