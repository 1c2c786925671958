import { describe, expect, test } from "vitest";
import type { CommandSpec } from "../../src/command-line/command-spec.ts";
import { parseArguments } from "../../src/command-line/parse-arguments.ts";

const closed: CommandSpec = {
  name: "sluice try",
  usage: ["FILE"],
  purpose: "Tries.",
  options: [
    { name: "output", short: "o", value: "FILE", doc: "" },
    { name: "quiet", short: "q", doc: "" },
    { name: "format", value: "F", doc: "", choices: ["dot", "mermaid"] },
  ],
  examples: [],
  positionals: { least: 1, most: 2, what: "a file" },
};
const open: CommandSpec = { ...closed, positionals: { ...closed.positionals, most: 1 }, open: true };

describe("a closed command", () => {
  test("takes options before and after its arguments, in all forms", () => {
    const given = parseArguments(closed, ["-o", "a", "x", "--output=b=c", "-q", "y"]);
    expect(given.value("output")).toBe("b=c");
    expect(given.flag("quiet")).toBe(true);
    expect(given.flag("debug")).toBe(false);
    expect(given.positionals).toEqual(["x", "y"]);
  });

  test("takes everything after -- as arguments, and - as one", () => {
    expect(parseArguments(closed, ["--", "--quiet", "-o"]).positionals).toEqual(["--quiet", "-o"]);
    expect(parseArguments(closed, ["-"]).positionals).toEqual(["-"]);
  });

  test.each([
    [["x", "--nope"]],
    [["x", "--output"]],
    [["x", "--output="]],
    [["x", "--format", "png"]],
    [["x", "y", "z"]],
    [[]],
    [["x", "--quiet=1"]],
    [["x", "-x"]],
  ])("refuses %j", (argv) => {
    expect(() => parseArguments(closed, argv)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });

  test("needs nothing when help is asked for", () => {
    expect(parseArguments(closed, ["--help"]).flag("help")).toBe(true);
  });
});

describe("an open command", () => {
  test("leaves to the process what it does not know after the file", () => {
    const given = parseArguments(open, [
      "-q",
      "x.cwl",
      "--reads",
      "a.fq",
      "--output",
      "dir",
      "--n",
      "-5",
      "job.yml",
      "--flag",
    ]);
    expect(given.positionals).toEqual(["x.cwl"]);
    expect(given.rest).toEqual(["--reads", "a.fq", "--n", "-5", "job.yml", "--flag"]);
    expect(given.value("output")).toBe("dir");
  });

  test("knows all options before the file", () => {
    expect(() => parseArguments(open, ["--reads", "a.fq", "x.cwl"])).toThrow("no option --reads");
  });

  test("leaves everything after -- to the process", () => {
    expect(parseArguments(open, ["x.cwl", "--", "--output", "1", "--quiet"])).toMatchObject({
      positionals: ["x.cwl"],
      rest: ["--output", "1", "--quiet"],
    });
    expect(parseArguments(open, ["--", "-x.cwl", "--quiet"])).toMatchObject({
      positionals: ["-x.cwl"],
      rest: ["--quiet"],
    });
  });
});
