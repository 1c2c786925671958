import { SluiceError, type Plugin } from "@sluice/contracts";
import { satisfies } from "./version-range.ts";

/** Checks what a module gave as its plugin. @throws `PLUGIN_INVALID`, `PLUGIN_ENGINE` */
export function checkPlugin(value: unknown, source: string, engineVersion: string): Plugin {
  const plugin = (typeof value === "object" && value !== null ? value : {}) as Partial<Plugin>;
  const actor = `plugin ${typeof plugin.name === "string" && plugin.name !== "" ? plugin.name : source}`;
  const faults = [
    [isText(plugin.name), "a name"],
    [isText(plugin.version), "a version"],
    [isText(plugin.engine), "a range of engine versions, 'engine'"],
    [typeof plugin.setup === "function", "a function 'setup'"],
  ] as const;
  const missing = faults.filter(([there]) => !there).map(([, what]) => what);
  if (missing.length > 0) {
    throw new SluiceError("PLUGIN_INVALID", `it needs ${missing.join(", ")}`, {
      actor,
      hint: "A plugin is what definePlugin({ name, version, engine, setup }) gives, as the default export of its module.",
    });
  }
  const whole = plugin as Plugin;
  if (!satisfies(engineVersion, whole.engine)) {
    throw new SluiceError("PLUGIN_ENGINE", `it was made for engine ${whole.engine}, but this is ${engineVersion}`, {
      actor,
    });
  }
  return whole;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
