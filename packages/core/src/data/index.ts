export { defaultDataManagerFactory } from "./data-manager.ts";
