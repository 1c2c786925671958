import { readdir, lstat } from "node:fs/promises";
import { join } from "node:path";
import { commandPoint, definePlugin, type Command, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** `sluice du [RUN…]` */
export const du: Command = {
  summary: "Show how much space runs take",
  arguments: ["RUN…"],
  options: [{ name: "bytes", short: "b", help: "Print bytes, for scripts" }],
  async run({ arguments: named, options, context, ...console }) {
    const runs = named.length > 0 ? named : (await context.database.listRuns()).map(({ run }) => run);
    for (const run of runs) {
      const bytes = await sizeOf(context.database.runFolder(run));
      console.out(`${options["bytes"] ? bytes : `${(bytes / 2 ** 20).toFixed(1)} MiB`}\t${run}\n`);
    }
    return 0;
  },
};

const diskUsage: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(commandPoint, "du", du);
  },
});

export default diskUsage;

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await lstat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
