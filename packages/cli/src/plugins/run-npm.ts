import { spawn } from "node:child_process";
import { SluiceError } from "@sluice/contracts";

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request/;
const unknown = /\bE404\b|\bETARGET\b|\bENOENT\b|ENOVERSIONS/;

/**
 * Runs npm in a folder, without the scripts of packages: adding a plugin runs nothing of it. Nor does npm fetch what plugins are to find
 * beside them: the contracts come with the command, whatever range of them a plugin names.
 * @throws `PLUGIN_INSTALL` that says what to do
 */
export async function runNpm(
  command: "install" | "uninstall",
  specs: readonly string[],
  folder: string,
): Promise<void> {
  const quiet = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  // Whatever is behind the two dashes is no option.
  const argv = [command, "--save-exact", "--ignore-scripts", "--legacy-peer-deps", ...quiet, "--", ...specs];
  const child = spawn("npm", argv, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).catch((cause: unknown) => {
    throw new SluiceError("PLUGIN_INSTALL", `npm cannot be started: ${(cause as Error).message}`, {
      hint: "npm comes with Node.js; it must be on the PATH. A file or folder can be added without it.",
      cause,
    });
  });
  if (status === 0) return;
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, "").trim())
    .filter((line) => line !== "" && !line.startsWith("A complete log"));
  throw new SluiceError("PLUGIN_INSTALL", `npm ${command} failed: ${lines.slice(0, 3).join("; ")}`, {
    hint: hintFor(text),
  });
}

function hintFor(text: string): string | undefined {
  if (offline.test(text))
    return "The registry cannot be reached; a tarball, a file or a folder can be added without it.";
  return unknown.test(text)
    ? "See whether the name is right; plugins are usually called sluice-plugin-NAME."
    : undefined;
}
