import { resolve } from "node:path";
import {
  commandPoint,
  isSluiceError,
  SluiceError,
  type Command as PluggedCommand,
  type CommandInput,
} from "@sluice/contracts";
import { commonOptions, homeOption, type Command, type CommandSpec } from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { interruptedStatus, watchInterruption } from "../session/interruption.ts";
import { openEngine } from "../session/open-engine.ts";
import { createHost } from "@sluice/core/host";
import { requestedSources, type PluginRequest } from "../session/plugin-request.ts";
import type { PluginCommand } from "./plugin-commands.ts";

/** Loads a plugin's sub-command, as one of the command line's own. */
export async function loadPluginCommand(
  { name, plugin }: PluginCommand,
  request: PluginRequest,
  debug: boolean,
): Promise<{ readonly command: Command }> {
  const { console } = request;
  const logger = createCommandLogger({ debug, write: (text) => console.err(text) });
  await using host = await createHost({ sources: await requestedSources({ plugins: request }), logger });
  const spec = specOf(name, plugin, host.extension(commandPoint, name));
  return {
    command: {
      spec,
      run: async ({ given }) => {
        const home = given.value("home");
        await using engine = await openEngine({
          home: home === undefined ? undefined : resolve(console.cwd, home),
          logger,
          plugins: request,
        });
        return await runCommand(engine.extension(commandPoint, name), plugin, {
          options: optionsOf(engine.extension(commandPoint, name), given),
          arguments: given.positionals,
          context: engine.context,
          console,
        });
      },
    },
  };
}

function specOf(
  name: string,
  plugin: string,
  { summary, arguments: names = [], options = [] }: PluggedCommand,
): CommandSpec {
  const isOpen = names.at(-1)?.endsWith("…") === true;
  const own = options.map(({ name: option, short, value, help }) => ({
    name: option,
    doc: help,
    ...(short !== undefined && { short }),
    ...(value !== undefined && { value }),
  }));
  const taken = commonOptions.find((common) => own.some((option) => option.name === common.name));
  if (taken) {
    throw new SluiceError(
      "PLUGIN_INVALID",
      `its command '${name}' has an option --${taken.name}, which every command has`,
      {
        actor: `plugin ${plugin}`,
      },
    );
  }
  return {
    name: `sluice ${name}`,
    usage: [`[OPTIONS] ${names.join(" ")}`.trimEnd()],
    purpose: `${summary}. A command of plugin ${plugin}.`,
    options: own.some((option) => option.name === homeOption.name) ? own : [...own, homeOption],
    examples: [],
    positionals: {
      least: isOpen ? names.length - 1 : names.length,
      most: isOpen ? Infinity : names.length,
      what: `to be given ${names.join(" ")}`,
    },
  };
}

function optionsOf({ options = [] }: PluggedCommand, given: ParsedArguments): CommandInput["options"] {
  const valueOf = (
    name: string,
    takesValue: boolean,
    isList: boolean,
  ): true | string | readonly string[] | undefined => {
    if (!given.flag(name)) return undefined;
    if (!takesValue) return true;
    return isList ? given.values(name) : given.value(name);
  };
  return Object.fromEntries(
    options.map(({ name, value, list }) => [name, valueOf(name, value !== undefined, list === true)]),
  );
}

/** Runs it; what it throws is its plugin's fault, not a defect of the command line. */
async function runCommand(
  command: PluggedCommand,
  plugin: string,
  input: Pick<CommandInput, "options" | "arguments" | "context"> & { readonly console: CommandConsole },
): Promise<number> {
  const { console, ...rest } = input;
  const controller = new AbortController();
  using interruption = watchInterruption();
  interruption.handle({
    first: (signal) => controller.abort(new SluiceError("RUN_CANCELLED", `interrupted by ${signal}`)),
    again: () => process.exit(interruptedStatus),
  });
  try {
    return await command.run({
      ...rest,
      cwd: console.cwd,
      out: (text) => console.out(text),
      err: (text) => console.err(text),
      signal: controller.signal,
    });
  } catch (cause) {
    if (isSluiceError(cause)) throw cause;
    throw new SluiceError("PLUGIN_FAILED", cause instanceof Error ? cause.message : String(cause), {
      actor: `plugin ${plugin}`,
      cause,
    });
  }
}
