import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseJson, definePlugin, type JsonObject, type NodeEvent, type Plugin } from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

type Options = { readonly file: string };

const caching: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    const file = resolve(host.context.configDir, (host.options as Options).file);
    const results = readResults(file);
    let isChanged = false;

    host.hook("wrapNodeExecute", async (event, next) => {
      const outputs = results.get(await keyOf(event));
      // Whoever does not call `next` keeps the step from running: nothing is scheduled or deployed for it.
      if (!outputs) return next();
      console.error(`Cache hit for ${event.metadata.name}`);
      return { outputs };
    });
    host.hook("afterNodeExecute", async (event) => {
      // A file lies in the folder of its run, which may be gone tomorrow.
      if (mentionsFile(event.result)) return;
      results.set(await keyOf(event), event.result);
      isChanged = true;
    });
    host.onDispose(async () => {
      if (!isChanged) return;
      await writeFile(`${file}.part`, JSON.stringify(Object.fromEntries(results)));
      await rename(`${file}.part`, file);
    });
  },
});

export default caching;

/** Everything that a step's result depends on: what it does, and its inputs. */
async function keyOf({ metadata, inputs }: NodeEvent): Promise<string> {
  const sorted = Object.entries(await inputs()).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([metadata.digest, sorted]))
    .digest("hex");
}

function readResults(file: string): Map<string, JsonObject> {
  try {
    return new Map(Object.entries(parseJson(readFileSync(file, "utf8")) as Record<string, JsonObject>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw error;
  }
}

function mentionsFile(result: JsonObject): boolean {
  return /"class":"(?:File|Directory)"/.test(JSON.stringify(result));
}
