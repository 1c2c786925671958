import { resolve } from "node:path";
import type { CacheEntry, CacheStore } from "@sluice/contracts";
import type { Command } from "../command-line/command-spec.ts";
import { nearestName } from "../command-line/nearest-name.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { usageError } from "../command-line/usage-error.ts";
import { formatBytes } from "../render/bytes.ts";
import { formatDate } from "../render/duration.ts";
import { stepLabel } from "../render/step-label.ts";
import { formatTable } from "../render/table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { configOption } from "../session/listed-plugins.ts";
import { pluginOption } from "../session/plugin-request.ts";
import { withCache } from "../session/with-cache.ts";
import { cacheStoreOption } from "./cache-options.ts";
import { olderThan } from "./older-than.ts";

const actions = ["list", "clear"];

/** `sluice cache`. */
export const command: Command = {
  spec: {
    name: "sluice cache",
    usage: ["list --cache DIR [OPTIONS]", "clear --cache DIR [OPTIONS]"],
    purpose:
      "Looks after the results that 'sluice run --cache DIR' keeps: lists them, the last used first, or removes them. " +
      "Runs that use the same folder meanwhile are not disturbed, and nothing else in it is touched.",
    options: [
      { name: "cache", value: "DIR", doc: "The folder that runs were given" },
      cacheStoreOption,
      { name: "older-than", value: "AGE", doc: "Only results that were not used for so long, such as 12h, 30d or 2w" },
      { name: "json", doc: "List as a JSON array" },
      configOption,
      pluginOption,
    ],
    examples: [
      {
        line: "sluice cache list --cache results --cache-store plain --plugin ./plain-cache.ts",
        doc: "What a plugin keeps",
      },
      { line: "sluice cache list --cache results.cache", doc: "What is kept, and how much space it takes" },
      { line: "sluice cache clear --cache results.cache --older-than 30d", doc: "Keep what is in use" },
    ],
    positionals: { least: 1, most: 1, what: "to be told 'list' or 'clear'" },
  },
  run: async ({ given, console }) => {
    const [action = ""] = given.positionals;
    if (!actions.includes(action)) throw unknownAction(action);
    const written = given.value("cache");
    if (written === undefined)
      throw usageError("sluice cache needs --cache DIR", "It is the DIR of 'sluice run --cache DIR'.");
    const folder = resolve(console.cwd, written);
    const age = olderThan(given);
    return withCache({ folder, given, console }, (store) =>
      action === "list" ? list(store, folder, age, given, console) : clear(store, age, given, console),
    );
  },
};

async function list(
  store: CacheStore,
  folder: string,
  age: number,
  given: ParsedArguments,
  console: CommandConsole,
): Promise<number> {
  const { signal } = new AbortController();
  const before = Date.now() - age;
  const entries = (await store.list({ signal })).filter(({ usedAt }) => age === 0 || usedAt < before);
  if (given.flag("json")) {
    console.out(`${JSON.stringify(entries, null, 2)}\n`);
    return 0;
  }
  if (entries.length === 0) {
    console.err(`No results are kept in ${folder}.\n`);
    return 0;
  }
  console.out(formatTable(["KEY", "RESULT OF", "CREATED", "LAST USED", "SIZE"], entries.map(rowOf)));
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  console.err(`${countOf(entries.length)}, ${formatBytes(bytes)}\n`);
  return 0;
}

async function clear(store: CacheStore, age: number, given: ParsedArguments, console: CommandConsole): Promise<number> {
  const { signal } = new AbortController();
  const { entries, bytes } = await store.clear({ signal, ...(age > 0 && { usedBefore: Date.now() - age }) });
  if (given.flag("json")) console.out(`${JSON.stringify({ entries, bytes })}\n`);
  else
    console.err(
      entries === 0 ? "There is nothing to remove.\n" : `Removed ${countOf(entries)}, ${formatBytes(bytes)}.\n`,
    );
  return 0;
}

function rowOf({ key, label, createdAt, usedAt, bytes }: CacheEntry): string[] {
  const [step = "", tag = ""] = label.split(/ (?=[^ ]*$)/);
  return [key.slice(0, 12), stepLabel(step, tag), formatDate(createdAt), formatDate(usedAt), formatBytes(bytes)];
}

function countOf(entries: number): string {
  return `${entries} result${entries === 1 ? "" : "s"}`;
}

function unknownAction(action: string): Error {
  const nearest = nearestName(action, actions);
  const hint = nearest === undefined ? "It knows 'list' and 'clear'." : `Did you mean 'sluice cache ${nearest}'?`;
  return usageError(`sluice cache cannot '${action}'`, hint);
}
