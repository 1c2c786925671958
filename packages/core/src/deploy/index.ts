export { defaultDeploymentManagerFactory } from "./deployment-manager.ts";
