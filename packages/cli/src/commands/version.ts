import type { Command } from "../command-line/command-spec.ts";
import { version } from "../version.ts";

/** `sluice version`. */
export const command: Command = {
  spec: {
    name: "sluice version",
    usage: [""],
    purpose: "Prints the version of Sluice and of the Node.js that runs it.",
    options: [],
    examples: [{ line: "sluice version", doc: "Also: sluice --version" }],
    positionals: { least: 0, most: 0, what: "nothing" },
  },
  run: ({ console }) => {
    console.out(`sluice ${version} (Node.js ${process.versions.node})\n`);
    return Promise.resolve(0);
  },
};
