export { localConnectorFactory } from "./local-connector.ts";
