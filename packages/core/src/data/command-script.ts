import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { quote, quoteArgv } from "@sluice/connector-kit";
import type { JobCommand } from "@sluice/contracts";

/** Name of the script in a job's folder. */
export const commandFileName = "command.sh";

/** What stands in the place of a secret. */
const hidden = "***";

/** A script that repeats a job where its inputs are. What is hidden in the environment, the script takes from its own. */
export function commandScript(label: string, command: JobCommand): string {
  const { argv, environment, directory, stdin = "/dev/null", stdout, stderr } = command;
  const variables = Object.entries(environment).map(([name, value]) =>
    value.includes(hidden) && /^[A-Za-z_]\w*$/.test(name)
      ? `"${name}=\${${name}?is hidden here: set it}"`
      : quote(`${name}=${value}`),
  );
  return [
    "#!/bin/sh",
    `# The job of ${label.replaceAll(/[\0-\x1f\x7f]/g, "?")}. It runs in the job's own folder, and writes what the job wrote.`,
    ...(argv.some((word) => word.includes(hidden)) ? [`# ${hidden} stands for a secret.`] : []),
    `cd ${quote(directory)} || exit`,
    `exec ${["env -i", ...variables].join(" \\\n  ")} \\`,
    `  ${quoteArgv(argv)} \\`,
    `  <${quote(stdin)} >${quote(stdout)} 2>${quote(stderr)}`,
    "",
  ].join("\n");
}

/** Puts the script into the folder of a job on this machine. Written at once: one small file costs less than to hand it to another thread. */
export function writeCommandScript(folder: string, script: string): void {
  writeFileSync(join(folder, commandFileName), script, { mode: 0o700 });
}
