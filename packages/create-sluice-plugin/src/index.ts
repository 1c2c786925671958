export { createPlugin, type CreatedPlugin, type CreatePluginInput } from "./create-plugin.ts";
export { templateNames } from "./templates.ts";
