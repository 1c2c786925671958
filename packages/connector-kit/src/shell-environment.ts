const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names that some shell treats as its own: assigning them fails, is ignored, or changes how the shell works. */
const owned =
  /^(?:_|ENV|IFS|OPTIND|OPTARG|OPTERR|LINENO|PPID|PS[0-4]|UID|EUID|GROUPS|RANDOM|SRANDOM|SECONDS|EPOCH\w*|BASH\w*|SHELLOPTS|POSIXLY_CORRECT|DIRSTACK|FUNCNAME|FUNCNEST|HIST\w*|PIPESTATUS|COMP_\w*|HOSTNAME|MAIL\w*|ATTY|FPATH|EXECIGNORE|TIMEFORMAT|TMOUT|histchars)$/;

/** Whether every shell can export a variable of this name without a side effect. */
export function isExportable(name: string): boolean {
  return identifier.test(name) && !owned.test(name);
}
