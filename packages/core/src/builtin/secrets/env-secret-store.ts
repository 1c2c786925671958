import { SluiceError, type SecretStore } from "@sluice/contracts";

/** Reads secrets from variables of the environment; the key is the variable's name. */
export function createEnvSecretStore(environment: Readonly<Record<string, string | undefined>>): SecretStore {
  return {
    read: async ({ key }) => {
      // An object has names by itself, such as `constructor`.
      const value = Object.hasOwn(environment, key) ? environment[key] : undefined;
      if (value !== undefined && value !== "") return value;
      const state = value === undefined ? "is not set" : "is empty";
      throw new SluiceError("SECRET_MISSING", `the environment variable ${key}, which holds a secret, ${state}`, {
        hint: `Set it where Sluice is started: export ${key}=…`,
      });
    },
  };
}
