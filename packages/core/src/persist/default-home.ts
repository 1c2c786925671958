import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The folder that holds a user's runs: `$SLUICE_HOME`, else `$XDG_DATA_HOME/sluice`, else `~/.local/share/sluice`.
 * A relative `XDG_DATA_HOME` is ignored, as its specification demands.
 */
export function defaultHome(environment: Readonly<NodeJS.ProcessEnv> = process.env): string {
  const home = environment["SLUICE_HOME"];
  if (home !== undefined && home !== "") return resolve(home);
  const data = environment["XDG_DATA_HOME"];
  if (data !== undefined && isAbsolute(data)) return join(data, "sluice");
  return join(homedir(), ".local", "share", "sluice");
}
