import {
  errorCodes,
  formatError,
  isSluiceError,
  SluiceError,
  toSluiceError,
  type ErrorCode,
  type SluiceErrorList,
} from "@sluice/contracts";

/** Codes of the operating system that are the user's affair, not a defect. */
const systemCodes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: "FILE_NOT_FOUND",
  ENOTDIR: "FILE_NOT_FOUND",
  EISDIR: "FILE_UNREADABLE",
  EACCES: "FILE_UNREADABLE",
  EPERM: "FILE_UNWRITABLE",
  EROFS: "FILE_UNWRITABLE",
  ENOSPC: "DISK_FULL",
  EDQUOT: "DISK_FULL",
  EMFILE: "SYSTEM_LIMIT",
  ENFILE: "SYSTEM_LIMIT",
  EAGAIN: "SYSTEM_LIMIT",
  ENOMEM: "SYSTEM_LIMIT",
};

/** The text for whatever was thrown, and the exit status that goes with it. */
export function reportError(thrown: unknown, debug: boolean): { readonly text: string; readonly status: number } {
  const error = isSluiceError(thrown) ? thrown : lookAt(() => fromSystemError(thrown));
  if (error === undefined || error.code === "INTERNAL") return { text: defectText(thrown, debug), status: 1 };
  const stack = debug && error.stack !== undefined ? `\n${error.stack}` : "";
  return { text: `${formatError(error)}${stack}\n`, status: exitStatus(error) };
}

/** Of several errors, an invalid document weighs more than one that is only not supported. */
function exitStatus(error: SluiceError): number {
  const errors = "errors" in error ? (error as SluiceErrorList).errors : [error];
  const statuses = errors.map(({ code }) => (Object.hasOwn(errorCodes, code) ? errorCodes[code].exit : 1));
  return statuses.find((status) => status !== errorCodes.CWL_UNSUPPORTED.exit) ?? errorCodes.CWL_UNSUPPORTED.exit;
}

function fromSystemError(thrown: unknown): SluiceError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code, syscall } = thrown as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : systemCodes[code];
  if (known === undefined || syscall === undefined) return undefined;
  const writing =
    code === "EACCES" &&
    ["mkdir", "rename", "unlink", "rmdir", "symlink", "link", "copyfile", "write"].includes(syscall);
  return new SluiceError(writing ? "FILE_UNWRITABLE" : known, thrown.message, { cause: thrown });
}

function defectText(thrown: unknown, debug: boolean): string {
  const { message } = toSluiceError(thrown);
  const stack = debug ? `\n${stackOf(thrown) ?? ""}` : "";
  const more = debug ? "" : ", with what --debug adds";
  return `INTERNAL: ${message}\n  This is a defect of Sluice, not of your workflow: please report it${more}.${stack}\n`;
}

function stackOf(thrown: unknown): string | undefined {
  return lookAt(() => (thrown instanceof Error ? thrown.stack : undefined));
}

/** What is thrown may throw when it is looked at. */
function lookAt<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
