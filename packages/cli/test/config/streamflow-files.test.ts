import type { SluiceError } from "@sluice/contracts";
import { describe, expect, test } from "vitest";
import { clusterPlugin, faultsOf, read, unlistedPlugin } from "./read.ts";

describe("old names", () => {
  const old = `version: v1.0
workflows:
  w:
    type: cwl
    config: { file: a.cwl }
    bindings:
      - { step: /, target: { model: m, resources: 1 } }
      - { step: /a, target: { model: m } }
models: { m: { type: local } }
`;
  test("are understood, with one warning each", async () => {
    const { workflows, warnings } = await read(old, { name: "streamflow.yml" });
    expect(workflows[0]?.environment.deployments).toMatchObject([{ name: "m" }]);
    expect(workflows[0]?.environment.bindings[0]).toMatchObject({ targets: [{ deployment: "m", locations: 1 }] });
    expect(
      warnings.map(
        ({ code, message, position }) => `${position?.line ?? 0}:${position?.column ?? 0} ${code} ${message}`,
      ),
    ).toEqual([
      "9:1 DEPRECATED 'models' is deprecated",
      "7:30 DEPRECATED 'model' is deprecated",
      "7:40 DEPRECATED 'resources' is deprecated",
    ]);
  });

  const deprecated = `version: v1.0
deployments:
  a: { type: old, config: { speed: 1, inner: { pace: 2 } } }
  b: { type: old, config: { speed: 1 } }
`;
  const schema = {
    type: "object",
    properties: {
      speed: { type: "integer", deprecated: true, description: "Use 'rate'." },
      inner: { type: "object", properties: { pace: { type: "integer", deprecated: true, default: 3 } } },
      rest: { type: "integer", deprecated: true, default: 3 },
    },
  };
  const extension = {
    point: "connector",
    apiVersion: 1,
    name: "old",
    purpose: "Old.",
    schema,
    deprecated: "Use 'new'.",
  };
  const lines = (warnings: readonly SluiceError[]): string[] =>
    warnings.map(({ code, actor = "", message, position, hint = "" }) =>
      [`${position?.line ?? 0}:${position?.column ?? 0}`, code, actor, message, hint].join(" | "),
    );
  const expected = [
    "3:8 | DEPRECATED |  | connector 'old' is deprecated | Use 'new'.",
    "3:29 | DEPRECATED | connector old | option 'speed' is deprecated | Use 'rate'.",
    "3:48 | DEPRECATED | connector old | option 'inner.pace' is deprecated | ",
  ];

  test("of extensions and options are told once, where they are met first", async () => {
    const manifest = { module: "./none.js", purpose: "Old.", engine: "*", extensions: [extension] };
    const { warnings } = await read(deprecated, { plugins: [{ ...clusterPlugin, manifest }] });
    expect(lines(warnings)).toEqual(expected);
  });

  test("of a plugin without a manifest are told when it is loaded", async () => {
    const { environment, warnings } = await read(deprecated, { plugins: [unlistedPlugin] });
    expect(warnings).toEqual([]);
    const state = { name: "local", version: "1.0.0", origin: "config" as const, extensions: [extension] };
    expect(lines((await environment.verify?.([state])) ?? [])).toEqual(expected);
    expect(await environment.verify?.([state])).toEqual([]);
  });

  test("do not stand beside the new ones", async () => {
    expect(await faultsOf(`${old}deployments: { n: { type: local } }`)).toEqual([
      "7:37 CONFIG_INVALID there is no deployment 'm' | Did you mean 'n'?",
      "8:38 CONFIG_INVALID there is no deployment 'm' | Did you mean 'n'?",
      "9:1 CONFIG_INVALID 'models' is the old name of 'deployments', and both are here | Move its entries to 'deployments'.",
    ]);
    expect(await faultsOf(old.replace("model: m,", "model: m, deployment: m,"))).toEqual([
      "7:30 CONFIG_INVALID 'model' is the old name of 'deployment', and both are here",
    ]);
  });
});

describe("a file named streamflow.yml", () => {
  const text = 'version: v1.0\ndeployments: { a: { type: cluster, config: { host: "${env:HOST} ${secret:x}" } } }\n';

  test("has no interpolation", async () => {
    const { environment } = await read(text, { name: "streamflow.yml" });
    expect(environment.deployments[0]?.config["host"]).toBe("${env:HOST} $${secret:x}");
  });

  test("repeats without end where its failure manager has no limit", async () => {
    const chosen = async (section: string, name = "streamflow.yml"): Promise<unknown> => {
      const { environment } = await read(`version: v1.0\nfailureManager: ${section}\n`, { name });
      return environment.managers?.failureManager;
    };
    const endless = { options: { max_retries: Number.MAX_SAFE_INTEGER } };
    expect(await chosen("{ enabled: true, type: rollback, config: {} }")).toMatchObject({
      type: "rollback",
      ...endless,
    });
    expect(await chosen("{ enabled: true }")).toMatchObject({ type: "default", ...endless });
    expect(await chosen("{ type: default, config: { max_retries: 2, retry_delay: 1 } }")).toEqual({
      type: "default",
      options: { max_retries: 2, retry_delay: 1 },
    });
    expect(await chosen("{ enabled: false, type: rollback, config: {} }")).toEqual({ type: "dummy" });
    expect(await chosen("{}")).toEqual({ type: "dummy" });
    expect(await chosen("{ type: dummy }")).toEqual({ type: "dummy", options: {} });
    expect(await chosen("{ type: rollback }", "sluice.yml")).toEqual({ type: "rollback", options: {} });
  });

  test.each(["plugins: []", "reporters: []", "secrets: {}"])("has no %s", async (line) => {
    const key = line.split(":")[0] ?? "";
    expect(await faultsOf(text + line, { name: "streamflow.yaml" })).toEqual([
      `3:1 CONFIG_INVALID '${key}' is not known in this kind of file | A file named streamflow.yml keeps to StreamFlow's format: call it sluice.yml.`,
    ]);
  });
});
