import { commonOptions, type CommandSpec, type OptionSpec } from "./command-spec.ts";
import { nameText } from "../render/terminal-text.ts";
import { wrapText } from "./wrap-text.ts";

/** The help of a command: usage, purpose, options, examples. */
export function helpText(spec: CommandSpec, width: number): string {
  const options = [...spec.options, ...commonOptions].filter(
    ({ hidden, instead }) => hidden !== true && instead === undefined,
  );
  const sections = [
    spec.usage.map((form, index) => `${index === 0 ? "Usage:" : "      "} ${spec.name} ${form}`.trimEnd()).join("\n"),
    wrapText(spec.purpose, width, ""),
    `Options:\n${columns(
      options.map((option) => [optionForm(option), optionDoc(option)]),
      width,
    )}`,
  ];
  if (spec.examples.length > 0) {
    sections.push(`Examples:\n${spec.examples.map(({ line, doc }) => `  ${line}\n      ${doc}`).join("\n")}`);
  }
  return `${sections.join("\n\n")}\n`;
}

/** Two columns, the second one wrapped. */
export function columns(rows: readonly (readonly [string, string])[], width: number): string {
  const shown = rows.map(([name, doc]) => [nameText(name), doc] as const);
  const left = Math.min(30, Math.max(...shown.map(([name]) => name.length))) + 4;
  return shown
    .map(([name, doc]) => {
      const text = wrapText(doc, width, " ".repeat(left));
      return name.length + 4 > left ? `  ${name}\n${text}` : `  ${name}`.padEnd(left) + text.slice(left);
    })
    .join("\n");
}

function optionForm({ name, short, value }: OptionSpec): string {
  return `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}

function optionDoc({ doc, choices }: OptionSpec): string {
  return choices === undefined ? doc : `${doc} (${choices.join(", ")})`;
}
