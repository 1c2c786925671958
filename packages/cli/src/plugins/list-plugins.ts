import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { commandTable } from "../commands/command-table.ts";
import { formatTable } from "../render/table.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { listedPlugins } from "../session/listed-plugins.ts";
import { originText, pluginStatuses } from "./plugin-status.ts";

/** `sluice plugin list`. */
export async function listPlugins(given: ParsedArguments, console: CommandConsole): Promise<number> {
  const { all } = await listedPlugins(given, console);
  const statuses = pluginStatuses(
    all,
    commandTable.map(({ name }) => name),
  );
  const rows = all.map((source) => {
    const { status = "unknown", reason } = statuses.get(source) ?? {};
    return { source, status, reason };
  });
  if (given.flag("json")) {
    const listed = rows.map(({ source, status, reason }) => ({
      name: source.name,
      ...(source.version !== undefined && { version: source.version }),
      from: originText(source),
      ...(source.path !== undefined && { path: source.path }),
      status,
      ...(reason !== undefined && { reason }),
      ...(source.manifest && { purpose: source.manifest.purpose }),
    }));
    console.out(`${JSON.stringify(listed, undefined, 2)}\n`);
    return 0;
  }
  console.out(
    formatTable(
      ["PLUGIN", "VERSION", "FROM", "STATUS", "PURPOSE"],
      rows.map(({ source, status }) => [
        source.name,
        source.version ?? "",
        originText(source),
        status,
        source.manifest?.purpose ?? "",
      ]),
    ),
  );
  for (const { source, status, reason } of rows)
    if (reason !== undefined) console.out(`${source.name}: ${status === "ok" ? "" : `${status}: `}${reason}\n`);
  return 0;
}
