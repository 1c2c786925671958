import { SluiceError, type JobExit, type JobRequest, type LocationFiles } from "@sluice/contracts";
import type { CommandLineTool } from "../model/index.ts";

const shownLines = 10;
const shownBytes = 64 * 1024;

/**
 * Whether an exit code means success. Source: CWL v1.2, CommandLineTool.
 * @throws `JOB_TIMEOUT`, or `JOB_FAILED` with the last lines of standard error; retryable for temporary failures
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
  const { code } = exit;
  const failed = tool.permanentFailCodes.includes(code) || tool.temporaryFailCodes.includes(code);
  if (tool.successCodes.includes(code) || (code === 0 && !failed)) return;
  const signal = exit.signal === undefined ? "" : ` (${exit.signal})`;
  const said = await lastLines(stderr, files);
  throw new SluiceError(
    "JOB_FAILED",
    `the job ended with exit code ${code}${signal}${said === "" ? "" : `; it said:\n${said}`}`,
    {
      retryable: tool.temporaryFailCodes.includes(code),
    },
  );
}

async function lastLines(path: string, files: LocationFiles): Promise<string> {
  try {
    const [text = ""] = await files.read({ paths: [path], limit: shownBytes });
    const lines = text.trimEnd().split("\n").slice(-shownLines);
    return text.trim() === "" ? "" : lines.map((line) => `  ${line.slice(0, 400)}`).join("\n");
  } catch {
    // The exit code is the news; that there is nothing to quote is not.
    return "";
  }
}
