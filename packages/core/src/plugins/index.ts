export { checkLock } from "./check-lock.ts";
export { checkOptions } from "./check-options.ts";
export { createExtensionFinder } from "./find-extension.ts";
export type { Locate } from "./schema-fault.ts";
export { setUpPlugins, type PluginSet } from "./plugin-host.ts";
export type { PluginSource, PluginState, ProvidedExtension } from "./plugin-source.ts";
export { createDeprecationTeller, type TellDeprecated } from "./tell-deprecated.ts";
export type { Registry, RegistryEntry } from "./registry.ts";
