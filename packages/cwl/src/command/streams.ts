import { SluiceError } from "@sluice/contracts";
import { join, resolve } from "node:path/posix";
import type { CommandLineTool } from "../model/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";
import { asDraft } from "../value/file-draft.ts";
import { innerPath } from "../value/file-names.ts";
import { valueText } from "../value/type-text.ts";

/** Where the standard streams of a job come from and go to; absolute paths. */
export interface Streams {
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Asks for the standard streams. Source: CWL v1.2, CommandLineTool. */
export function askStreams(tool: CommandLineTool, outdir: string, round: ExpressionRound): () => Streams {
  const stdin = round.ask(tool.stdin, { where: "stdin" });
  const stdout = round.ask(tool.stdout, { where: "stdout" });
  const stderr = round.ask(tool.stderr, { where: "stderr" });
  return () => {
    const read = stdin();
    const path = asDraft(read)?.path ?? read;
    if (path !== null && typeof path !== "string") throw wrong("stdin", `yield a path, but it is ${valueText(path)}`);
    if (path !== null && (path === "" || path.includes("\0") || !path.isWellFormed()))
      throw wrong("stdin", `name a file, but it is ${JSON.stringify(path)}`);
    const out = outputFile("stdout", stdout(), outdir);
    const err = outputFile("stderr", stderr(), outdir);
    return {
      ...(path !== null && { stdin: resolve(outdir, path) }),
      ...(out !== undefined && { stdout: out }),
      ...(err !== undefined && { stderr: err }),
    };
  };
}

function outputFile(name: "stdout" | "stderr", value: unknown, outdir: string): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== "string" || value === "") throw wrong(name, `name a file, but it is ${JSON.stringify(value)}`);
  const path = value.endsWith("/") ? undefined : innerPath(value);
  if (path === undefined) throw wrong(name, `name a file in the output directory, but it is ${JSON.stringify(value)}`);
  return join(outdir, path);
}

function wrong(name: string, problem: string): SluiceError {
  return new SluiceError("CWL_EXPRESSION", `${name} must ${problem}`);
}
