export { createFailureManagerFactory, defaultFailureManagerFactory } from "./failure-manager.ts";
