export { setUpPlugins, type PluginSet } from "./plugin-host.ts";
export type { Registry } from "./registry.ts";
