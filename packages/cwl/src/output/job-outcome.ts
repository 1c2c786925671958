import { SluiceError, type JobExit, type JobRequest, type LocationFiles } from "@sluice/contracts";
import type { CommandLineTool } from "../model/index.ts";
import { mayNotHaveRun, whyNotRun } from "./why-not-run.ts";

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
  const why =
    signal === undefined && !isShell(request) && mayNotHaveRun(code, last)
      ? await whyNotRun(request, last, files)
      : undefined;
  const how = why === undefined ? endWords(code, signal) : `${why} (exit code ${code})`;
  // That there was no program to run, the shell says in its own words and with lines of its own script.
  const said = why === undefined ? last : "";
  const killed = signal !== undefined && !failed && !ownFaults.has(signal);
  const hint = why === undefined ? undefined : spacesHint(request);
  throw new SluiceError(killed ? "JOB_KILLED" : "JOB_FAILED", `${how}${said}`, {
    ...(hint !== undefined && { hint }),
    retryable: killed || tool.temporaryFailCodes.includes(code),
  });
}

function endWords(code: number, signal: string | undefined): string {
  return signal === undefined ? `the job ended with exit code ${code}` : `the job was ended by ${signal}`;
}

/** What a shell ends with may come from what it ran. */
function isShell({ argv: [program = ""] }: JobRequest): boolean {
  return /(?:^|\/)(?:ba|da|z|k)?sh$/.test(program);
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
