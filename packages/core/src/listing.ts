/** What it takes to see what is there: small modules, none of which leads to the engine. */
export { builtinManifest } from "./builtin/manifest.ts";
export { defaultHome } from "./persist/default-home.ts";
export { makeFolders } from "./make-folders.ts";
export { manifestFault } from "./plugins/manifest-fault.ts";
export { orderPlugins } from "./plugins/order-plugins.ts";
export { engineVersion } from "./version.ts";
