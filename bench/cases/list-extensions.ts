import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { medians, type Command } from "../measure.ts";
import { seconds, type Ratio } from "../ratio.ts";

const plugins = 10;
const others = 40;

/** `sluice ext list` with ten plugins whose heavy dependencies are absent, against the start of Node alone. */
export function listExtensions(folder: string, runner: readonly string[], runs: number): Ratio[] {
  const project = join(folder, "project");
  writeProject(project);
  const sluice = runner.map((part) => part.replace(/cwl-runner\.js$/, "sluice.js"));
  const inProject = (...argv: readonly string[]): Command => ({
    argv: ["sh", "-c", 'cd "$0" && exec "$@"', project, ...argv],
  });
  const walls = medians(
    { list: inProject(...sluice, "ext", "list"), node: inProject(process.execPath, "-e", "0") },
    runs,
  );
  const [ours, bare] = [walls["list"] as number, walls["node"] as number];
  return [
    {
      name: `sluice ext list with ${plugins} plugins whose dependencies are absent, against node -e 0`,
      value: ours / bare,
      // 150 ms where Node alone takes 50.
      limit: 3,
      detail: `${seconds(ours)} / ${seconds(bare)}`,
    },
  ];
}

/** A project that depends on plugins, and on more packages that are none. Loading any of the plugins fails. */
function writeProject(project: string): void {
  const dependencies: Record<string, string> = {};
  const write = (name: string, manifest: object, files: Readonly<Record<string, string>>): void => {
    const folder = join(project, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    dependencies[name] = "1.0.0";
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name, version: "1.0.0", type: "module", ...manifest }),
    );
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  };
  const properties = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`option${index}`, { type: "string" }]),
  );
  for (let index = 0; index < plugins; index += 1) {
    const extensions = ["connector", "deployment-manager", "transfer-scheme"].map((point) => ({
      point,
      apiVersion: 1,
      name: `heavy-${index}`,
      purpose: `Number ${index} of ${plugins}.`,
      schema: "./schema.json",
    }));
    const sluice = { module: "./index.js", purpose: "Is heavy.", engine: "*", extensions };
    write(
      `sluice-plugin-heavy-${index}`,
      { sluice },
      {
        "index.js": `import "a-heavy-client-${index}";\n`,
        "schema.json": JSON.stringify({ type: "object", properties }),
      },
    );
  }
  for (let index = 0; index < others; index += 1) write(`other-${index}`, {}, {});
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, dependencies }));
}
