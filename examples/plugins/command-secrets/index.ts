import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  definePlugin,
  manifestDetails,
  secretStorePoint,
  SluiceError,
  type Plugin,
  type SecretStoreFactory,
} from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly argv: readonly [string, ...string[]] };

/** Such as `pass show KEY`; a key is never passed through a shell. */
export const createCommandSecrets: SecretStoreFactory["create"] = ({ options, configDir }) => {
  const [program, ...argv] = (options as Options).argv;
  return {
    async read({ key, signal }) {
      try {
        const { stdout } = await promisify(execFile)(program, [...argv, key], { cwd: configDir, signal });
        return stdout.replace(/\n$/, "");
      } catch {
        signal.throwIfAborted();
        // Not even as a cause: the error has what the program printed.
        throw new SluiceError("SECRET_MISSING", `${program} knows no secret '${key}'`);
      }
    },
  };
};

const commandSecrets: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const details = manifestDetails(about.sluice, "secret-store", "command");
    host.provide(secretStorePoint, "command", { create: createCommandSecrets }, details);
  },
});

export default commandSecrets;
