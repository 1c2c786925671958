import type { FrontendOptions, InputDescription, LoadedWorkflow } from "@sluice/contracts";
import type { OptionSpec } from "../command-line/command-spec.ts";
import { columns } from "../command-line/help-text.ts";
import { isForeign } from "../command-line/foreign-option.ts";
import { wrapText } from "../command-line/wrap-text.ts";
import { createCommandLogger } from "../log/command-logger.ts";
import type { CommandConsole } from "./command-console.ts";
import { openCommandHost } from "./open-host.ts";
import type { Environment } from "./open-engine.ts";
import type { PluginRequest } from "./plugin-request.ts";
import { loadWorkflow } from "./run-document.ts";

/** Prints what a process is for, its inputs and its outputs. */
export async function writeProcessHelp(input: {
  readonly commandName: string;
  readonly document: string;
  /** Name of its front-end; found out when absent. */
  readonly language?: string;
  readonly environment?: Environment;
  /** What the user wrote in place of the document. */
  readonly written?: string;
  readonly ownOptions: readonly OptionSpec[];
  readonly home: string | undefined;
  readonly checks: FrontendOptions;
  readonly debug: boolean;
  readonly plugins: PluginRequest;
  readonly console: CommandConsole;
}): Promise<number> {
  const { console, document, environment } = input;
  const logger = createCommandLogger({ debug: input.debug, write: (text) => console.err(text) });
  await using host = await openCommandHost({ logger, plugins: input.plugins, environment });
  const { loaded } = await loadWorkflow(host, input);
  const own = new Set([
    "help",
    "debug",
    ...input.ownOptions.flatMap((option) => (isForeign(option) || option.before === true ? [] : option.name)),
  ]);
  console.out(processHelp(`${input.commandName} [OPTIONS] ${input.written ?? document}`, loaded, own, console.width()));
  return 0;
}

function processHelp(line: string, loaded: LoadedWorkflow, own: ReadonlySet<string>, width: number): string {
  const sections = [`Usage: ${line} [JOB | --INPUT VALUE ...]`, wrapText(loaded.doc ?? loaded.name, width, "")];
  const required = loaded.inputs.filter((input) => input.required);
  const optional = loaded.inputs.filter((input) => !input.required);
  if (required.length > 0) sections.push(`Inputs:\n${inputTable(required, own, width)}`);
  if (optional.length > 0) sections.push(`Inputs that may be left out:\n${inputTable(optional, own, width)}`);
  if (loaded.inputs.length === 0) sections.push("It has no inputs.");
  if (loaded.outputs.length > 0) {
    sections.push(
      `Outputs:\n${columns(
        loaded.outputs.map(({ name, type, doc }) => [name, joinDoc(doc, type)]),
        width,
      )}`,
    );
  }
  const shadowed = loaded.inputs.find(({ name }) => own.has(name));
  if (shadowed !== undefined) {
    sections.push(
      wrapText(
        `Inputs named like an option of the command stand after '--', as in: -- --${shadowed.name} VALUE`,
        width,
        "",
      ),
    );
  }
  return `${sections.join("\n\n")}\n`;
}

function inputTable(inputs: readonly InputDescription[], own: ReadonlySet<string>, width: number): string {
  return columns(
    inputs.map((input) => [
      `${own.has(input.name) ? "-- " : ""}--${input.flag ? `[no-]${input.name}` : `${input.name} ${placeholder(input.type)}`}`,
      joinDoc(input.doc, ...factsOf(input)),
    ]),
    width,
  );
}

function placeholder(type: string): string {
  return /^[A-Za-z]+/.exec(type)?.[0].toUpperCase() ?? "VALUE";
}

function factsOf({ type, list, ...input }: InputDescription): string[] {
  const facts = [type];
  if (list) facts.push("may be repeated");
  if (input.default !== undefined) facts.push(`default: ${defaultText(input.default)}`);
  return facts;
}

function defaultText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function joinDoc(doc: string | undefined, ...facts: readonly string[]): string {
  const stated = `(${facts.join("; ")})`;
  return doc === undefined || doc.trim() === "" ? stated : `${doc.trim()} ${stated}`;
}
