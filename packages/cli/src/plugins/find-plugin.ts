import { resolve } from "node:path";
import { pluginName, SluiceError } from "@sluice/contracts";
import { nearestName } from "../command-line/nearest-name.ts";
import type { ListedPlugin } from "./bundled-plugins.ts";

/** The plugin that is meant by its name, its package's name or its path. @throws `PLUGIN_MISSING` with the nearest name */
export function findPlugin<Each extends ListedPlugin>(plugins: readonly Each[], name: string, cwd: string): Each {
  const found =
    plugins.find((each) => each.name === name || each.reference === name) ??
    plugins.find((each) => each.path !== undefined && each.path === resolve(cwd, name)) ??
    plugins.find((each) => each.path?.endsWith(`/node_modules/${name}`) === true || each.name === pluginName(name));
  if (found) return found;
  const names = plugins.map((each) => each.name);
  const nearest = nearestName(name, names);
  throw new SluiceError("PLUGIN_MISSING", `there is no plugin '${name}'`, {
    hint: nearest === undefined ? `There is: ${names.join(", ")}.` : `Did you mean '${nearest}'?`,
  });
}
