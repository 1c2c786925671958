import type { InputDescription } from "@sluice/contracts";
import { describe, expect, test } from "vitest";
import type { OptionSpec } from "../../src/command-line/command-spec.ts";
import { readInputArguments } from "../../src/command-line/input-arguments.ts";

const plain = { required: false, flag: false, list: false };
const inputs: readonly InputDescription[] = [
  { ...plain, name: "reads", type: "File[]", list: true },
  { ...plain, name: "threads", type: "int?" },
  { ...plain, name: "k", type: "int?" },
  { ...plain, name: "fast", type: "boolean?", flag: true },
];

const own: readonly OptionSpec[] = [
  { name: "outdir", doc: "" },
  { name: "quick", doc: "", hidden: true },
  { name: "threads", doc: "", hidden: true },
  { name: "gentle", value: "HOW", doc: "", hidden: true },
  { name: "aim", value: "OUTPUT", doc: "", before: true },
  { name: "draw", doc: "", instead: "Use a pencil." },
];

function read(...rest: string[]): ReturnType<typeof readInputArguments> {
  return readInputArguments(rest, inputs, own);
}

describe("inputs on a command line", () => {
  test.each([
    [["--threads", "4"], { threads: ["4"] }],
    [["--threads=-4"], { threads: ["-4"] }],
    [["--threads", "-4"], { threads: ["-4"] }],
    [["--threads="], { threads: [""] }],
    [["--reads", "a", "--reads=b"], { reads: ["a", "b"] }],
    [["--fast"], { fast: ["true"] }],
    [["--no-fast"], { fast: ["false"] }],
    [["--fast=false"], { fast: ["false"] }],
    [["-k", "3"], { k: ["3"] }],
    [["--k=3"], { k: ["3"] }],
    [["--quick", "--fast"], { fast: ["true"] }],
    [["--gentle", "x", "--gentle=y"], {}],
  ])("%j", (rest, texts) => {
    expect(read(...rest)).toEqual({ file: undefined, texts });
  });

  test("a flag takes no value, so what follows is the file", () => {
    expect(read("--fast", "job.yml")).toEqual({ file: "job.yml", texts: { fast: ["true"] } });
    expect(read("--fast", "./false")).toEqual({ file: "./false", texts: { fast: ["true"] } });
    expect(read("--fast=true", "false")).toEqual({ file: "false", texts: { fast: ["true"] } });
  });

  test.each([
    [["--theads", "4"], "Did you mean '--threads'?"],
    [["--oudir", "x"], "Did you mean '--outdir'?"],
    [["--aim", "x"], "The option --aim stands before the document."],
    [["--draw"], "Use a pencil."],
    [["--__proto__", "x"], "With --help"],
    [["--no-threads"], "Did you mean '--threads'?"],
    [["-threads", "3"], "--threads"],
    [["--fast", "false"], "Write --fast or --no-fast."],
    [["--fast", "True", "job.yml"], "Write --fast or --no-fast."],
  ])("%j is refused", (rest, hint) => {
    expect(() => read(...rest)).toThrow(
      expect.objectContaining({ code: "USAGE", hint: expect.stringContaining(hint) as string }),
    );
  });

  test.each([[["--threads"]], [["--threads", "1", "--threads", "2"]], [["a.yml", "b.yml"]]])(
    "%j is refused as well",
    (rest) => {
      expect(() => read(...rest)).toThrow(expect.objectContaining({ code: "USAGE" }));
    },
  );
});
