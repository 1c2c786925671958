import type { SecretStoreFactory } from "@sluice/contracts";
import { createEnvSecretStore } from "./env-secret-store.ts";
import { createFileSecretStore } from "./file-secret-store.ts";

/** Variables of this process. */
export const envSecretStoreFactory = { create: () => createEnvSecretStore(process.env) } satisfies SecretStoreFactory;

/** Files of this machine. */
export const fileSecretStoreFactory = {
  create: ({ configDir }) => createFileSecretStore({ configDir }),
} satisfies SecretStoreFactory;
