import { SluiceError, type SecretStore } from "@sluice/contracts";
import { fakeLogger, type FakeLogger } from "../../src/fakes/index.ts";
import { secretStoreContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

const secrets: Readonly<Record<string, string>> = { password: " hunter2\n", token: 'a "quoted" one' };
const read = async (key: string): Promise<string> => {
  const value = Object.hasOwn(secrets, key) ? secrets[key] : undefined;
  if (value !== undefined) return value;
  throw new SluiceError("SECRET_MISSING", `there is no secret '${key}'`);
};
const store =
  (reading: (key: string, logger: FakeLogger) => Promise<string>) =>
  (logger: FakeLogger): SecretStore => ({ read: ({ key }) => reading(key, logger) });

describeSuite<(logger: FakeLogger) => SecretStore>({
  name: "secret store",
  contract: (test, make, wrapped) =>
    secretStoreContract({
      test,
      wrapped,
      factory: () => {
        const logger = fakeLogger();
        return { store: make(logger), secrets, missing: "nothing", logger };
      },
    }),
  good: store(read),
  broken: {
    "trims what it reads": {
      fake: store(async (key) => (await read(key)).trim()),
      caughtBy: "read: values come as they are",
    },
    "looks into an object that has names by itself": {
      fake: store(async (key) => (key in secrets || key in {} ? (secrets[key] as string) : read(key))),
      caughtBy: "read: a key that an object has by itself, or none, is missing, too",
    },
    "has a secret without a key": {
      fake: store(async (key) => (key === "" ? "all of them" : read(key))),
      caughtBy: "read: a key that an object has by itself, or none, is missing, too",
    },
    "takes a missing secret for an empty one": {
      fake: store(async (key) => secrets[key] ?? ""),
      caughtBy: "read: a missing one is an error that names its key",
    },
    "does not say what is missing": {
      fake: store(async (key) =>
        read(key).catch(() => {
          throw new SluiceError("SECRET_MISSING", "a secret is missing");
        }),
      ),
      caughtBy: "read: a missing one is an error that names its key",
    },
    "logs what it reads": {
      fake: store(async (key, logger) => {
        const value = await read(key);
        logger.debug("a secret was read", { value });
        return value;
      }),
      caughtBy: "read: no value is in an error or in the log",
    },
    "names what it has when something is missing": {
      fake: store(async (key) =>
        read(key).catch(() => {
          throw new SluiceError("SECRET_MISSING", `there is no '${key}'`, { hint: JSON.stringify(secrets) });
        }),
      ),
      caughtBy: "read: no value is in an error or in the log",
    },
  },
});
