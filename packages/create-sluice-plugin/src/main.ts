import { relative } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { createPlugin, CreatePluginError } from "./create-plugin.ts";
import { templateNames } from "./templates.ts";

const help = (): string => `Usage: npm create sluice-plugin NAME [-- --point POINT] [-- --dir FOLDER]

Starts a plugin for Sluice: TypeScript, a manifest, a schema for its options, a contract test, a docs page and a workflow
that uses it. Nothing is fetched.

  --point POINT   What it provides: ${templateNames().join(", ")}. Default: hooks
  --dir FOLDER    Where it goes. Default: a folder with the name of its package
  --help          This text
`;

/** The command. Settles with the exit status: 0, 1 when it cannot be done, 2 for a wrong command line. */
export async function main(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv);
  if (typeof given === "string") {
    process.stderr.write(`USAGE: ${given}\n  See --help.\n`);
    return 2;
  }
  if (given.help) {
    process.stdout.write(help());
    return 0;
  }
  const name = given.name ?? (await ask("Name of the plugin: "));
  if (name === undefined || name === "") {
    process.stderr.write(`USAGE: a name is needed: npm create sluice-plugin my-plugin\n  See --help.\n`);
    return 2;
  }
  try {
    const created = await createPlugin({
      name,
      point: given.point ?? "hooks",
      ...(given.directory !== undefined && { directory: given.directory }),
    });
    const folder = relative(process.cwd(), created.directory) || ".";
    process.stdout.write(
      `${created.package} is in ${folder}:\n${created.files.map((file) => `  ${file}\n`).join("")}\nNext:\n  cd ${forShells(folder)}\n  npm install\n  npm test\n  npm run example\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CreatePluginError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** A path as it can be pasted. */
function forShells(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

interface Given {
  readonly name: string | undefined;
  readonly point: string | undefined;
  readonly directory: string | undefined;
  readonly help: boolean;
}

function readArguments(argv: readonly string[]): Given | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { point: { type: "string" }, dir: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (positionals.length > 1) {
      return `one name only; got ${positionals.join(", ")}\n  npm takes options for its own unless -- stands before them: npm create sluice-plugin ${positionals[0]} -- --point POINT`;
    }
    return { name: positionals[0], point: values.point, directory: values.dir, help: values.help === true };
  } catch (error) {
    return (error as Error).message;
  }
}

async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await readline.question(question)).trim();
  } finally {
    readline.close();
  }
}
