import { SluiceError, type PluginLock } from "@sluice/contracts";

/** Compares the plugins that a run was made with to those that are there. @throws `PLUGIN_DRIFT` that says what differs */
export function checkLock(input: {
  readonly run: string;
  readonly locked: Readonly<Record<string, PluginLock>>;
  readonly present: Readonly<Record<string, PluginLock>>;
}): void {
  const { run, locked, present } = input;
  const drift = Object.entries(locked).flatMap(([name, then]) => differenceOf(name, then, present[name]) ?? []);
  if (drift.length === 0) return;
  throw new SluiceError(
    "PLUGIN_DRIFT",
    `the plugins are not those that run ${run} was made with: ${drift.join("; ")}`,
    {
      hint: "Bring them back, or resume with --allow-upgrade to go on with what is there.",
    },
  );
}

function differenceOf(name: string, then: PluginLock, now: PluginLock | undefined): string | undefined {
  if (!now) return `${name} ${then.version} is not there`;
  if (then.bundled && now.bundled) return undefined;
  if (now.version !== then.version) return `${name} was ${then.version} and is ${now.version}`;
  const changed = then.integrity !== undefined && then.integrity !== now.integrity;
  return changed ? `${name} ${now.version} has other files than before` : undefined;
}
