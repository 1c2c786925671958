import assert from "node:assert/strict";
import { join } from "node:path";
import { assertExit, sh, type ConnectorCases, type ConnectorHarness } from "./connector-harness.ts";

/** Texts that are something special to a shell, a format, a terminal or an encoding. */
export const awkward: readonly string[] = [
  ["", " ", "  a  b  ", "a\tb", "a\nb", "\n", "a\r\nb", "'", "''", '"', "it's", '"quoted"', "\\", "\\\\", "\\n"],
  ["$HOME", "${PATH}", "$(touch gone)", "`touch gone`", "$1", "$$", "!", "!!", "#", "~", "~root", "*", "?", "[a-z]"],
  ["{a,b}", ";", "&", "&&", "||", "|", ">", "<", ">>gone", "(", ")", "=", "a=b", "-", "--", "-n", "-e", "--help"],
  ["%", "%s", "%d%n", "%(a)s", "{{a}}", "<a>&amp;", "a,b", "a:b", "é", "日本語", "\u{1f600}", "\u{1d11e}", "e\u0301"],
  ["\u0001", "\u001b[0m", "\u007f", "\u2028", "\ufeff", "a".repeat(10_000)],
].flat();

/** Prints its arguments, each with a zero byte after it. */
const show = sh('for each; do printf "%s\\0" "$each"; done');

export const argumentCases: ConnectorCases = {
  "every awkward character arrives as it is": async (harness) => {
    assert.deepEqual(await shown(harness, awkward), awkward);
  },

  "an argument is one argument, wherever it stands": async (harness) => {
    for (const words of [[""], ["", ""], [" "], ["a b", "c"], ["\n", ""], ["-n", "x"]])
      assert.deepEqual(await shown(harness, words), words);
  },

  "a thousand arguments arrive in their order": async (harness) => {
    const words = Array.from({ length: 1000 }, (_, index) => `argument number ${index}`);
    assert.deepEqual(await shown(harness, words), words);
  },

  "no shell comes in between": async ({ job, run, storage }) => {
    const made = await job(["/bin/echo", "$(touch gone)", ";", "touch", "gone", "&&", "touch gone"]);
    assertExit(await run(made), 0);
    assert.equal(await storage.read(join(made.directories.output, "gone")), undefined);
    assert.equal(await storage.read(made.stdout), "$(touch gone) ; touch gone && touch gone\n");
  },

  "a program may have an awkward name": async ({ job, run, storage, folder }) => {
    const program = join(folder, "it's a $HOME; program");
    await storage.write(program, '#!/bin/sh\nexit "$1"\n', { executable: true });
    assertExit(await run(await job([program, "23"])), 23);
  },
};

async function shown({ job, run, storage }: ConnectorHarness, words: readonly string[]): Promise<string[]> {
  const made = await job([...show, "sh", ...words]);
  assertExit(await run(made), 0);
  const text = (await storage.read(made.stdout)) ?? assert.fail("the job has no standard output");
  return text.split("\0").slice(0, -1);
}
