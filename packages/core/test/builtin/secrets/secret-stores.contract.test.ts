import { writeFile } from "node:fs/promises";
import { secretStoreContract } from "@sluice/testkit";
import { temporaryFolder } from "@sluice/testkit/fakes";
import { describe, test } from "vitest";
import { createEnvSecretStore } from "../../../src/builtin/secrets/env-secret-store.ts";
import { createFileSecretStore } from "../../../src/builtin/secrets/file-secret-store.ts";

describe("variables", () => {
  secretStoreContract({
    test,
    wrapped: true,
    factory: () => {
      const secrets = { PASSWORD: "hunter2 \u00fc", TOKEN: "line\nof two" };
      return { store: createEnvSecretStore(secrets), secrets, missing: "NOT_THERE" };
    },
  });
});

describe("files", () => {
  secretStoreContract({
    test,
    wrapped: true,
    factory: async () => {
      const folder = await temporaryFolder();
      await writeFile(folder.at("password"), "hunter2 \u00fc\n", { mode: 0o600 });
      await writeFile(folder.at("token"), "another one", { mode: 0o600 });
      return {
        store: createFileSecretStore({ configDir: folder.path }),
        secrets: { password: "hunter2 \u00fc", [folder.at("token")]: "another one" },
        missing: "not-there",
        [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
      };
    },
  });
});
