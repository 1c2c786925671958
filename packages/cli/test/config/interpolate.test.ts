import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf, read } from "./read.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-config-"));
  writeFileSync(join(folder, "name.txt"), "login\n\n");
  writeFileSync(join(folder, "latin.txt"), Buffer.from([0x63, 0xe9]));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (host: string, more = "") =>
  `version: v1.0\ndeployments:\n  a:\n    type: cluster\n    config: { host: "${host}"${more} }\n`;

async function hostOf(host: string): Promise<unknown> {
  const { environment } = await read(fileOf(host), { variables: { A: "one", EMPTY: "" } });
  return environment.deployments[0]?.config["host"];
}

describe("in the texts of a sluice file", () => {
  test.each([
    ["x-${env:A}-${env:A}", "x-one-one"],
    ["${env:NONE:-two}", "two"],
    ["${env:EMPTY:-two}", "two"],
    ["${env:EMPTY}", ""],
    ["${env:NONE:-}", ""],
    ["$${env:A} ${env:A}", "${env:A} one"],
    ["$A {A} ${", "$A {A} ${"],
    ["${env:NONE:-${env:A}}", "one"],
    ["${env:NONE:-${env:NADA:-<${env:A}>}}!", "<one>!"],
    ["${env:A:-${env:NONE}}", "one"],
    ["${env:NONE:-$${env:A}}", "${env:A}"],
    ["${env:NONE:-a:-b}", "a:-b"],
  ])("%s is %j", async (written, value) => {
    expect(await hostOf(written)).toBe(value);
  });

  test("a file's content is there without its last end of line", async () => {
    expect(await hostOf(`\${file:${join(folder, "name.txt")}}`)).toBe("login\n");
  });

  test("the name of a file may come from a variable", async () => {
    const text = fileOf("${file:${env:FOLDER}/name.txt}");
    const { environment } = await read(text, { variables: { FOLDER: folder } });
    expect(environment.deployments[0]?.config["host"]).toBe("login\n");
    expect(await faultsOf(text)).toEqual([
      "5:29 CONFIG_INVALID the environment variable FOLDER is not set | Set it, or say what counts without it: ${env:FOLDER:-otherwise}",
    ]);
  });

  test("what stands for a number or a truth is one", async () => {
    const text = fileOf("h", ', port: "${env:PORT}", compress: "${env:ON}"') + '    lazy: "${env:ON}"\n';
    const { environment } = await read(text, { variables: { PORT: "2222", ON: "false" } });
    expect(environment.deployments[0]).toMatchObject({ config: { port: 2222, compress: false }, lazy: false });
    expect(await faultsOf(text, { variables: { PORT: "many", ON: "true" } })).toEqual([
      "5:32 PLUGIN_OPTIONS connector cluster: option 'port' must be integer",
    ]);
    expect(await faultsOf(fileOf("h", ', port: "22"'))).toEqual([
      "5:32 PLUGIN_OPTIONS connector cluster: option 'port' must be integer",
    ]);
  });

  test("keys are left alone", async () => {
    expect(await faultsOf('version: v1.0\n"${env:A}": 1')).toEqual([
      expect.stringMatching(/^2:1 CONFIG_INVALID unknown key '\$\{env:A\}'/),
    ]);
  });

  test("what cannot be had is told where it stands", async () => {
    expect(await faultsOf(fileOf("x ${env:NONE} ${env:NADA}"))).toEqual([
      "5:24 CONFIG_INVALID the environment variable NONE is not set | Set it, or say what counts without it: ${env:NONE:-otherwise}",
      "5:36 CONFIG_INVALID the environment variable NADA is not set | Set it, or say what counts without it: ${env:NADA:-otherwise}",
    ]);
    expect(await faultsOf(fileOf("${file:none.txt}"))).toEqual([
      "5:22 FILE_NOT_FOUND there is no file /project/none.txt",
    ]);
    expect(await faultsOf(fileOf("${env:NONE:-${env:NADA}}"))).toEqual([
      "5:34 CONFIG_INVALID the environment variable NADA is not set | Set it, or say what counts without it: ${env:NADA:-otherwise}",
    ]);
    expect(await faultsOf(fileOf("${env:${env:A}}"))).toEqual([
      "5:22 CONFIG_INVALID '${env:A}' is no name of an environment variable | Write ${env:NAME}, or ${env:NAME:-otherwise}.",
    ]);
    expect(await faultsOf(fileOf("${env:A ${env:NONE:-x}"))).toEqual([
      "5:22 CONFIG_INVALID '${' is not closed | Close it with '}'; $${ is the text itself.",
    ]);
    expect(await faultsOf(fileOf("${file:latin.txt}").replace("latin.txt", join(folder, "latin.txt")))).toEqual([
      `5:22 FILE_UNREADABLE ${join(folder, "latin.txt")} cannot be read: it is not valid UTF-8`,
    ]);
    expect(await faultsOf(fileOf("${file:/dev/zero}"))).toEqual([
      "5:22 DOCUMENT_LIMIT /dev/zero is larger than 64 MiB",
    ]);
    expect(await faultsOf(fileOf("${envHOME}"))).toEqual([expect.stringContaining("${envHOME} means nothing")]);
    expect(await faultsOf(fileOf("${HOME}"))).toEqual([
      "5:22 CONFIG_INVALID ${HOME} means nothing | Write ${env:NAME}, ${env:NAME:-otherwise}, ${file:PATH} or ${secret:NAME}; $${…} is the text itself.",
    ]);
  });

  test("references to secrets stay", async () => {
    const text = `${fileOf("h", ', password: "${secret:db}"')}secrets: { db: env:X }\n`;
    const { environment } = await read(text);
    expect(environment.deployments[0]?.config["password"]).toBe("${secret:db}");
  });

  test("where no secret can stand, what looks like one is text", async () => {
    const workdir = async (written: string, name = "sluice.yml"): Promise<unknown> => {
      const { environment } = await read(`${fileOf("h")}    workdir: "/x/${written}"\n`, { name });
      return environment.deployments[0]?.workdir;
    };
    expect(await workdir("$${secret:db}")).toBe("/x/${secret:db}");
    expect(await workdir("${secret:db}", "streamflow.yml")).toBe("/x/${secret:db}");
  });
});
