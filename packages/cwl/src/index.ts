export { cwlPlugin } from "./cwl-plugin.ts";
