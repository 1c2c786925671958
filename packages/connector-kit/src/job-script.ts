import { SluiceError, type JobRequest } from "@sluice/contracts";
import { execLauncher } from "./exec-launcher.ts";
import { jobFiles } from "./job-files.ts";
import { quote, quoteArgv } from "./quote.ts";
import { isExportable } from "./shell-environment.ts";

/** Seconds that the clock of a limited job sleeps at a time. */
const clockTick = 5;

/**
 * Sent to a shell once, before its first job. Signals that reach the job's whole process group must not end the
 * wrapper; they are caught, not ignored, so that the job itself starts with the defaults. Those that ask for an end
 * are remembered: a job may take them for a success.
 *
 * `sluice_end CODE ID FILE LIMITED`: tells the file first and the engine afterwards. The output of `times` passes
 * through the file because a command substitution would fork, and would count its own children only. While that is
 * so the file is not JSON, which readers take for absent; the JSON itself arrives in one write.
 *
 * `sluice_guard REST TIMES GRACE MARK FILE`: ends the job when its time, REST seconds and then TIMES times
 * {@link clockTick}, is over, whether or not an engine lives. What reaches the whole group neither ends it nor its
 * clock. KILL does: any other signal can come before the guard has said what it means, and then nobody would end it.
 * What it leaves behind is one tick of its clock.
 */
export const shellPrelude = `
trap sluice_asked=1 HUP INT QUIT TERM
trap : PIPE ALRM USR1 USR2
sluice_pu=0m0s sluice_ps=0m0s
sluice_end() {
  u=$sluice_pu s=$sluice_ps t=
  { times; } >"$3" && { read -r u s; read -r u s; } <"$3"
  if [ -n "$4" ] && [ -e "$4" ]; then t=',"timedOut":true'; fi
  if [ -n "$sluice_asked" ]; then t="$t,\\"interrupted\\":true"; fi
  j="{\\"code\\":$1,\\"cpu\\":[\\"$u\\",\\"$s\\",\\"$sluice_pu\\",\\"$sluice_ps\\"]$t}"
  sluice_pu=$u sluice_ps=$s
  printf '%s\\n' "$j" >"$3"
  printf '%s %s\\n' "$2" "$j"
}
sluice_guard() {
  trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2
  sleep "$1"
  n=$2
  while [ "$n" -gt 0 ]; do sleep ${clockTick}; n=$((n - 1)); done
  : >"$4"
  kill -TERM 0
  sleep "$3"
  printf '{"code":137,"timedOut":true}\\n' >"$5"
  kill -KILL 0
}
`;

/** What the wrapper needs to know of a job. */
export interface JobScriptInput extends Omit<JobRequest, "staging" | "stdout" | "stderr"> {
  readonly id: string;
  /** The job's own folder. */
  readonly jobDirectory: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds between SIGTERM and SIGKILL when the time is over. */
  readonly timeoutGrace?: number;
  /** A Node.js on the machine of the shell, for environments that no shell can express. */
  readonly node: string;
}

/**
 * The job as text for a shell that has read {@link shellPrelude}: runs it in the foreground, so that signals that
 * shells ignore in background jobs keep their defaults, writes `exit.json` and answers with one line, `ID JSON`.
 * @throws `JOB_START` for what no process can be given
 */
export function jobScript(job: JobScriptInput): string {
  check(job);
  const files = jobFiles(job.jobDirectory);
  const [exit, mark] = [quote(files.exit), quote(files.timedOut)];
  const redirections = `2>${quote(job.stderr)} >${quote(job.stdout)} <${quote(job.stdin ?? "/dev/null")}`;
  const run = `sluice_asked=; ( cd ${quote(job.directory)} || exit 126; ${exec(job)} ) ${redirections}`;
  if (job.timeout === undefined) return `${run}; sluice_end $? ${job.id} ${exit} ''\n`;
  const time = `${guardTime(job.timeout)} ${job.timeoutGrace ?? 10}`;
  const guard = `sluice_guard ${time} ${mark} ${exit} </dev/null >/dev/null 2>&1 & g=$!`;
  const endGuard = "{ kill -KILL $g; wait $g; } 2>/dev/null";
  return `${guard}; ${run}; c=$?; ${endGuard}; sluice_end $c ${job.id} ${exit} ${mark}\n`;
}

/** A time as the guard counts it. Shells know neither exponents nor what is beyond their integers, and nobody waits that long. */
function guardTime(seconds: number): string {
  const most = Math.min(seconds, Number.MAX_SAFE_INTEGER);
  const ticks = Math.floor(most / clockTick);
  return `${Number((most - ticks * clockTick).toFixed(3))} ${ticks}`;
}

function exec(job: JobScriptInput): string {
  const names = Object.keys(job.environment);
  // Shells export these on their own.
  const unset = "unset PWD OLDPWD SHLVL;";
  if (!names.every(isExportable) || !/^[^-]/.test(job.argv[0] ?? "")) return `${unset} ${execLauncher(job)}`;
  const exports = names.map((name) => ` ${name}=${quote(job.environment[name] ?? "")}`).join("");
  return `${unset}${exports === "" ? "" : ` export${exports};`} exec ${quoteArgv(job.argv)}`;
}

function check(job: JobScriptInput): void {
  const fail = (what: string): never => {
    throw new SluiceError("JOB_START", `The job cannot be started: ${what}.`, { actor: `job ${job.id}` });
  };
  if (!/^[\w.-]+$/.test(job.id)) fail("its id has characters other than letters, digits, `_`, `.` and `-`");
  if (job.argv.length === 0) fail("its command line is empty");
  const words = [...job.argv, ...Object.keys(job.environment), ...Object.values(job.environment), job.directory];
  if (words.some((word) => word.includes("\0"))) fail("an argument, variable or path has a NUL character");
  if (Object.keys(job.environment).some((name) => name === "" || name.includes("="))) {
    fail("the name of an environment variable is empty or has an equals sign");
  }
}
