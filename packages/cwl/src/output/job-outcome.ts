import { SluiceError, type JobExit, type JobRequest, type LocationFiles } from "@sluice/contracts";
import type { CommandLineTool } from "../model/index.ts";

const shownLines = 10;
/** The end of a file can only be had together with its start. */
const shownBytes = 8 * 1024 * 1024;

/** Signals that a program brings upon itself: it would do so again. */
const ownFaults = new Set(["SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS", "SIGPIPE"]);

/**
 * Whether an exit code means success. Source: CWL v1.2, CommandLineTool.
 * @throws `JOB_TIMEOUT`, or `JOB_KILLED`, or `JOB_FAILED` with the last lines of standard error; retryable for temporary failures
 */
export async function checkExit(
  tool: CommandLineTool,
  exit: JobExit,
  request: JobRequest,
  stderr: string,
  files: LocationFiles,
): Promise<void> {
  if (exit.timedOut === true) {
    throw new SluiceError("JOB_TIMEOUT", `the job ran longer than its limit of ${request.timeout ?? "?"} s`, {
      hint: "Raise timelimit of ToolTimeLimit if it needs more.",
    });
  }
  const { code, signal } = exit;
  const failed = tool.permanentFailCodes.includes(code) || tool.temporaryFailCodes.includes(code);
  if (tool.successCodes.includes(code) || (code === 0 && !failed)) return;
  const last = await lastLines(stderr, files);
  const how = signal === undefined ? exitWords(code, request) : `the job was ended by ${signal}`;
  // That there was no program to run, the shell says in its own words and with lines of its own script.
  const said = how.startsWith("the program") && /^; it said:\n.*(?:not found|denied)[^\n]*$/.test(last) ? "" : last;
  const killed = signal !== undefined && !failed && !ownFaults.has(signal);
  const hint = how.startsWith("the program") ? spacesHint(request) : undefined;
  throw new SluiceError(killed ? "JOB_KILLED" : "JOB_FAILED", `${how}${said}`, {
    ...(hint !== undefined && { hint }),
    retryable: killed || tool.temporaryFailCodes.includes(code),
  });
}

/** Shells say with two codes that there was no program to run. */
function exitWords(code: number, { argv }: JobRequest): string {
  const [program = ""] = argv;
  const isShell = /(?:^|\/)(?:ba|da|z|k)?sh$/.test(program);
  if (code === 127 && !isShell) return `the program '${program}' was not found (exit code 127)`;
  if (code === 126 && !isShell) return `the program '${program}' cannot be executed (exit code 126)`;
  return `the job ended with exit code ${code}`;
}

/** A program and its arguments in one text are taken for the name of a program. */
function spacesHint({ argv: [program = ""] }: JobRequest): string | undefined {
  const words = program.trim().split(/\s+/);
  return words.length > 1 ? `A program and its arguments are a list: [${words.join(", ")}].` : undefined;
}

/** The last lines of a text file for a message, or nothing. */
async function lastLines(path: string, files: LocationFiles): Promise<string> {
  try {
    const [stat] = await files.stat({ paths: [path] });
    if (stat === undefined || stat.size === 0) return "";
    if (stat.size > shownBytes) return `; what it said is in ${path}`;
    const [text = ""] = await files.read({ paths: [path], limit: stat.size });
    const lines = text.trimEnd().split("\n").slice(-shownLines);
    return text.trim() === "" ? "" : `; it said:\n${lines.map((line) => `  ${line.slice(0, 400)}`).join("\n")}`;
  } catch {
    // The exit code is the news; that there is nothing to quote is not.
    return "";
  }
}
