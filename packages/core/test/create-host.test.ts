import { dataManagerPoint, SluiceError, type DataManager, type Plugin } from "@sluice/contracts";
import { beforeEach, expect, test } from "vitest";
import { createHost, type Host } from "../src/create-host.ts";
import { plugin } from "./hooks/sample-plugins.ts";

let calls: string[];
beforeEach(() => void (calls = []));

/** A data manager that fails where it is told to. */
const manager = (failing?: "create" | "open"): Plugin =>
  plugin("mine", (host) => {
    const step = (name: string): void => {
      calls.push(name);
      if (name === failing) throw new SluiceError("FILE_UNREADABLE", `it cannot ${name}`);
    };
    host.provide(dataManagerPoint, "default", {
      create: () => {
        step("create");
        return {
          open: async () => step("open"),
          ...Object.fromEntries(["restore", "stage", "release", "publish"].map((each) => [each, () => undefined])),
          fetch: async () => {
            step("fetch");
            return "/copy";
          },
          [Symbol.asyncDispose]: async () => step("close"),
        } as unknown as DataManager;
      },
    });
  });

const withManager = (failing?: "create" | "open"): Promise<Host> => {
  const replacing = manager(failing);
  const source = { name: replacing.name, origin: "config", load: () => replacing } as const;
  return createHost({ sources: [{ ...source, overrides: ["data-manager/default"] }] });
};
const fetchOne = (host: Host): Promise<string> =>
  host.frontendContext.fetch({ uri: "odd:thing", signal: new AbortController().signal });

test("the data manager of a host is made and opened once, when something is fetched first, and closed with the host", async () => {
  {
    await using host = await withManager();
    expect(calls).toEqual([]);
    expect(await Promise.all([fetchOne(host), fetchOne(host)])).toEqual(["/copy", "/copy"]);
  }
  expect(calls).toEqual(["create", "open", "fetch", "fetch", "close"]);
});

test("a host that nothing was fetched with closes none, and fetches nothing any more", async () => {
  const host = await withManager();
  await host[Symbol.asyncDispose]();
  await expect(fetchOne(host)).rejects.toThrow("the host was closed");
  expect(calls).toEqual([]);
});

test.each([
  ["create", ["create"]],
  ["open", ["create", "open", "close"]],
] as const)(
  "where it fails to %s, that is said to whoever fetches, and not again when the host closes",
  async (failing, steps) => {
    {
      await using host = await withManager(failing);
      await expect(fetchOne(host)).rejects.toThrow(`it cannot ${failing}`);
    }
    expect(calls).toEqual(steps);
  },
);

test.each([[null], [undefined], [5], [() => {}]])("%s is no plugin", async (given) => {
  await expect(createHost({ plugins: [given as never] })).rejects.toMatchObject({ code: "PLUGIN_INVALID" });
});
