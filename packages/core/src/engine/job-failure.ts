import { isSluiceError, SluiceError, type ExecuteStep, type JobExit } from "@sluice/contracts";

/** What makes an attempt fail, together with how its job ended. */
export class JobFailure extends Error {
  override readonly cause: unknown;
  readonly exit: JobExit;

  constructor(cause: unknown, exit: JobExit) {
    super("the job failed");
    this.cause = cause;
    this.exit = exit;
  }
}

/** The fault of a job for which no location is large enough, with where the document says how large it is. */
export function asked(thrown: unknown, { hardwarePosition: position }: ExecuteStep): unknown {
  if (!isSluiceError(thrown) || thrown.code !== "RESOURCES_UNSATISFIABLE" || thrown.position || !position)
    return thrown;
  const { code, message, hint, actor, cause } = thrown;
  return new SluiceError(code, message, { position, hint, actor, cause: cause ?? thrown });
}
