import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "../../../packages/cli/test/support/built-command.ts";
import { Sandbox, type Finished } from "../../../packages/cli/test/support/sandbox.ts";
import { withCases, type CommandCase } from "./command-cases.ts";

const oddModule = JSON.stringify(join(import.meta.dirname, "odd-plugin.ts"));
const tool = (more = ""): string =>
  `cwlVersion: v1.2\nclass: CommandLineTool\n${more}baseCommand: [sh, -c, 'cat "$0"; exit $1']\nstdout: o.txt\narguments: [$(inputs.x.path), $(inputs.code)]\ninputs: { x: File, code: { type: int, default: 0 } }\noutputs: { o: stdout }\n`;

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("one.cwl", tool());
  sandbox.write("contained.cwl", tool("requirements: { DockerRequirement: { dockerPull: image } }\n"));
  sandbox.write("x.txt", "text\n");
  sandbox.write("job.yml", "x: { class: File, location: x.txt }\n");
  sandbox.write("failing.yml", "x: { class: File, location: x.txt }\ncode: 1\n");
  sandbox.write("far.yml", "x: { class: File, location: 'odd://far/x.txt' }\n");
  sandbox.write("a.odd", "anything");
  sandbox.write("a.txt", "anything");
  const { status, stderr } = sandbox.sluice("run", "one.cwl", "failing.yml", "--run-id", "kept", "--quiet");
  expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining("kept") as string });
}, 120_000);
afterAll(() => sandbox[Symbol.dispose]());

let count = 0;

/** Calls a command with a plugin of which one method does what it should not. */
async function call(each: CommandCase, answer: string): Promise<Finished> {
  const { point, path, usual, config = "", workflow = "", document = "one.cwl", job = "job.yml" } = each;
  const name = `case-${(count += 1)}`;
  const provided = `{ point: { id: "${point}", apiVersion: 1 }, usual: ${usual} }`;
  sandbox.write(
    `${name}.mjs`,
    `import { oddPlugin } from ${oddModule};\nexport default oddPlugin(${provided}, { path: "${path}", answer: ${answer} });\n`,
  );
  const language = document.endsWith(".odd") ? "odd" : "cwl";
  const settings = language === "cwl" ? `, settings: ${job}` : "";
  sandbox.write(
    `${name}.yml`,
    `version: v1.0
plugins: [./${name}.mjs]
timeouts: { answer: 0.5, setup: 0.8, transfer: 1.1, operation: 1.5, outage: 0.5, hook: 0.5 }
${config}
workflows:
  w:
    type: ${language}
    config: { file: ${document}${settings}${workflow.startsWith("docker") ? `, ${workflow}` : ""} }
    ${workflow.startsWith("bindings") ? workflow : ""}
`,
  );
  const argv = each.argv.map((word) => word.replaceAll("CASE", name));
  const command = commandPath(each.runner === true ? "cwl-runner" : "sluice");
  return sandbox.startCall([process.execPath, command, ...argv]).finished;
}

describe.concurrent("a plugin that does not answer properly", () => {
  test.each(withCases())("%s", async (_title, each, answer) => {
    const { status, stdout, stderr } = await call(each, answer);
    expect(stderr).toContain("faulty");
    expect(stderr).not.toMatch(/INTERNAL|defect|^ {4}at /m);
    expect(status).toBe(each.warns === true ? 0 : 1);
    if (each.warns === true) expect(JSON.parse(stdout)).toMatchObject({ o: { basename: "o.txt" } });
  });
});
