import { resolve } from "node:path";
import {
  commandPoint,
  isSluiceError,
  SluiceError,
  thrownText,
  type Command as PluggedCommand,
  type CommandInput,
} from "@sluice/contracts";
import {
  commonOptions,
  homeOption,
  type Command,
  type CommandSpec,
  type OptionSpec,
} from "../command-line/command-spec.ts";
import type { ParsedArguments } from "../command-line/parse-arguments.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "../session/command-console.ts";
import { interruptedStatus, watchInterruption } from "../session/interruption.ts";
import { configOption as pluginsOfConfig, configuredPlugins } from "../session/listed-plugins.ts";
import { openEngine, type EngineRequest } from "../session/open-engine.ts";
import { openCommandHost } from "../session/open-host.ts";
import { pluginOption, pluginsOf, type PluginRequest } from "../session/plugin-request.ts";
import { whileAlive } from "../session/while-alive.ts";
import type { PluginCommand, PluginCommands } from "./plugin-commands.ts";

const configOption: OptionSpec = {
  ...pluginsOfConfig,
  doc: "A configuration file, whose plugins, managers and environments the command has",
};
const engineOptions: readonly OptionSpec[] = [homeOption, configOption, pluginOption];

/** Loads a plugin's sub-command, as one of the command line's own. */
export async function loadPluginCommand(
  { name, plugin }: PluginCommand,
  { request, environment }: Pick<PluginCommands, "request" | "environment">,
  debug: boolean,
): Promise<{ readonly command: Command }> {
  const { console } = request;
  const logger = createCommandLogger({ debug, once: true, write: (text) => console.err(text) });
  await using host = await openCommandHost({ plugins: request, environment, logger });
  const spec = specOf(name, plugin, host.extension(commandPoint, name));
  return {
    command: {
      spec,
      run: async ({ given }) => {
        const home = given.value("home");
        await using engine = await openEngine({
          home: home === undefined ? undefined : resolve(console.cwd, home),
          logger,
          ...(await engineFor(given, spec, request)),
        });
        return await runCommand(
          engine.extension(commandPoint, name),
          { name, plugin },
          {
            options: optionsOf(engine.extension(commandPoint, name), given),
            arguments: given.positionals,
            context: engine.context,
            console,
          },
        );
      },
    },
  };
}

/** The plugins and the configuration that the command's engine has. Options of these names that the command has itself are its own. */
async function engineFor(
  given: ParsedArguments,
  { options }: CommandSpec,
  request: PluginRequest,
): Promise<Pick<EngineRequest, "plugins" | "environment">> {
  const plugins = options.includes(pluginOption) ? pluginsOf(given, request.console) : request;
  return { plugins, environment: options.includes(configOption) ? await configuredPlugins(given, plugins) : undefined };
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
    options: [...own, ...engineOptions.filter(({ name: option }) => own.every((each) => each.name !== option))],
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
  { name, plugin }: Pick<PluginCommand, "name" | "plugin">,
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
    const running = command.run({
      ...rest,
      cwd: console.cwd,
      out: (text) => console.data(text),
      err: (text) => console.err(text),
      signal: controller.signal,
    });
    const status: unknown = await whileAlive(Promise.resolve(running), () => neverEnds(name, plugin));
    if (Number.isInteger(status) && (status as number) >= 0 && (status as number) <= 255) return status as number;
    throw new SluiceError("PLUGIN_INVALID", `command '${name}' must end with a status from 0 to 255, and gave none`, {
      actor: `plugin ${plugin}`,
    });
  } catch (cause) {
    if (isSluiceError(cause)) throw cause;
    throw new SluiceError("PLUGIN_FAILED", thrownText(cause), {
      actor: `plugin ${plugin}`,
      cause,
    });
  }
}

function neverEnds(name: string, plugin: string): SluiceError {
  const text = `command '${name}' did not end, and left nothing running that could end it`;
  return new SluiceError("PLUGIN_TIMEOUT", text, { actor: `plugin ${plugin}` });
}
