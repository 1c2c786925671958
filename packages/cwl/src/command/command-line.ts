import { SluiceError, type JsonObject } from "@sluice/contracts";
import type { CommandLineTool } from "../model/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";
import { bindingElements } from "./binding-elements.ts";
import { collectBindings } from "./command-bindings.ts";
import { shellScript, type ShellWord } from "./shell-script.ts";
import { compareKeys } from "./sort-key.ts";

/** Asks for the command line of a job; with `shell`, it is a script for `/bin/sh`. Source: CWL v1.2, Input binding. */
export function askCommandLine(
  tool: CommandLineTool,
  inputs: JsonObject,
  shell: boolean,
  round: ExpressionRound,
): () => readonly string[] {
  const bound = collectBindings(tool, inputs, round);
  return () => {
    const words: ShellWord[] = tool.baseCommand.map((text) => ({ text, quoted: true }));
    const sorted = bound
      .map((one) => ({ one, key: one.key() }))
      .toSorted((left, right) => compareKeys(left.key, right.key));
    for (const { one } of sorted) {
      const quoted = one.binding.shellQuote ?? true;
      for (const text of bindingElements(one.value(), one.binding, one.flat)) words.push({ text, quoted });
    }
    if (words.length === 0)
      throw new SluiceError("CWL_INVALID", "the tool has no baseCommand, and its bindings yield no command line");
    if (words.some(({ text }) => text.includes("\0")))
      throw new SluiceError("CWL_EXPRESSION", "the command line holds a NUL character");
    return shell ? ["/bin/sh", "-c", shellScript(words)] : words.map(({ text }) => text);
  };
}
