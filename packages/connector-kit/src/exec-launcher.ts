import { quoteArgv } from "./quote.ts";

/**
 * Run by Node.js in place of the shell's own `exec`. It looks the program up as execvp(3) does and replaces itself.
 * Exit statuses are those of shells: 127 for a program that is not found, 126 for one that cannot run.
 */
const program = `
const fs = require("node:fs"), { argv, environment } = JSON.parse(process.env.SLUICE_EXEC);
const name = argv[0], folders = name.includes("/") ? [""] : (environment.PATH ?? "/usr/local/bin:/usr/bin:/bin").split(":").map((f) => (f || ".") + "/");
const found = name === "" ? undefined : folders.map((f) => f + name).find((f) => { try { fs.accessSync(f, fs.constants.X_OK); return fs.statSync(f).isFile(); } catch { return false; } });
const fail = (code, why) => { fs.writeSync(2, name + ": " + why + "\\n"); process.exit(code); };
if (found === undefined) fail(127, "not found");
try { process.execve(found, argv, environment); } catch (error) { fail(126, error.message); }
`;

/**
 * Shell text that replaces the shell by a program whose name or environment no shell can express. The environment
 * travels in an environment variable of the launcher: it is never part of an argument list, which everybody may read.
 */
export function execLauncher(input: {
  readonly node: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}): string {
  const { argv, environment } = input;
  const words = quoteArgv([input.node, "--no-warnings", "-e", program]);
  return `export SLUICE_EXEC=${quoteArgv([JSON.stringify({ argv, environment })])}; exec ${words}`;
}
