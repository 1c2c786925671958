/** The schema of the options of {@link secretivePlugin}'s connector. */
export const secretiveSchema = {
  type: "object",
  properties: { host: { type: "string", default: "here" }, password: { type: "string", "x-secret": true } },
  additionalProperties: false,
};

/**
 * A plugin with a secret among its own options, and a connector with one among its: it writes both into the file `seen.txt`
 * of the working directory, and runs jobs on this machine.
 */
export const secretivePlugin = `
import { appendFileSync } from "node:fs";

const point = { id: "connector", apiVersion: 1, purpose: "Runs jobs.", stability: "stable" };
const schema = { type: "object", properties: { token: { type: "string", "x-secret": true } }, additionalProperties: false };

export default {
  name: "secretive",
  version: "1.2.3",
  engine: "^0.1",
  schema,
  setup(host) {
    const create = async (input) => {
      const { password, host: name } = input.options;
      appendFileSync("seen.txt", [name, password, host.options.token].join(" ") + "\\n");
      host.logger.error("connecting", { deployment: input.deployment.name });
      const { implementation } = await host.context.extension({ point, name: "local", options: {} });
      return implementation.create({ ...input, options: {} });
    };
    host.provide(point, "secretive", { create }, { schema: ${JSON.stringify(secretiveSchema)} });
  },
};
`;
