/**
 * Every error code of Sluice: what it means and whether trying the same thing again can help.
 *
 * The keys are stable: scripts may match on them. `docs/reference/errors.md` is generated from this table.
 */
export const errorCodes = {
  USAGE: { exit: 2, summary: "The command line is wrong." },
  NODE_VERSION: { exit: 2, summary: "The Node.js that runs Sluice is too old." },
  INTERNAL: { exit: 1, summary: "Sluice broke one of its own rules; please report it." },

  FILE_NOT_FOUND: { exit: 1, summary: "A file or directory that is needed does not exist." },
  FILE_UNREADABLE: { exit: 1, summary: "A file or directory exists but cannot be read." },
  FILE_UNWRITABLE: { exit: 1, summary: "A file or directory cannot be written." },
  DISK_FULL: { exit: 1, summary: "The disk has no space left." },
  SYSTEM_LIMIT: { exit: 1, summary: "The system has no process, open file or memory left to give." },
  TRANSFER_FAILED: { exit: 1, retryable: true, summary: "Something could not be fetched from another machine." },

  YAML_SYNTAX: { exit: 1, summary: "A document is not valid YAML or JSON." },
  DOCUMENT_LIMIT: { exit: 1, summary: "A document exceeds a limit on depth, aliases or size." },
  CONFIG_INVALID: { exit: 1, summary: "A configuration file has a wrong field or value." },

  CWL_VERSION: { exit: 1, summary: "The cwlVersion is missing or not one that Sluice knows." },
  CWL_INVALID: { exit: 1, summary: "A CWL document does not follow the schema of its version." },
  CWL_REFERENCE: { exit: 1, summary: "A reference inside a CWL document leads nowhere." },
  CWL_TYPE: { exit: 1, summary: "A link or value does not fit the type that is declared for it." },
  CWL_INPUT_INVALID: { exit: 1, summary: "An input value is missing, unknown or of the wrong type." },
  CWL_OUTPUT_INVALID: { exit: 1, summary: "A process produced an output of the wrong type, or none." },
  CWL_EXPRESSION: { exit: 1, summary: "An expression or parameter reference failed." },
  CWL_UNSUPPORTED: { exit: 33, summary: "The document needs a feature that this build does not support." },

  EXPRESSION_TIMEOUT: { exit: 1, summary: "An expression ran longer than its time limit." },
  EXPRESSION_MEMORY: { exit: 1, summary: "An expression needed more memory than its limit." },

  GRAPH_INVALID: { exit: 1, summary: "A workflow graph breaks a rule of the workflow model." },
  SCATTER_LENGTH: { exit: 1, summary: "The lists of a dot-product scatter differ in length." },
  SCATTER_SIZE: { exit: 1, summary: "A scatter has more elements than a run can have." },
  SCATTER_NOT_LIST: { exit: 1, summary: "A scatter was given a value that is not a list." },
  RUN_STALLED: { exit: 1, summary: "No step can start although the run is not finished." },

  JOB_FAILED: { exit: 1, summary: "A job ended with an exit code that means failure." },
  JOB_TIMEOUT: { exit: 1, summary: "A job ran longer than its time limit." },
  JOB_LOST: { exit: 1, retryable: true, summary: "A job vanished without leaving a result." },
  JOB_START: { exit: 1, summary: "A job could not be started." },
  JOB_UNREACHABLE: { exit: 1, summary: "A job may run where it can neither be seen nor ended from here." },
  JOB_KILLED: { exit: 1, retryable: true, summary: "A job was ended by a signal that Sluice did not send." },
  RESOURCES_UNSATISFIABLE: { exit: 1, summary: "A job asks for more than any location of its target has." },
  STAGING_FAILED: { exit: 1, summary: "An input could not be placed into a job's folder." },
  INPUT_CHANGED: { exit: 1, summary: "An input of a run is not as it was when the run began." },
  INPUT_SHARED: { exit: 1, summary: "A step changes a file in place that another one uses without waiting for it." },
  OUTPUT_CHANGED: { exit: 1, summary: "A file that a step made was changed after the step was committed." },
  PUBLISHING_FAILED: { exit: 1, summary: "The outputs of a run could not be placed in their folder." },

  RUN_NOT_FOUND: { exit: 1, summary: "There is no run of that name." },
  RUN_LOCKED: { exit: 1, summary: "Another engine drives this run." },
  RUN_STATE: { exit: 1, summary: "The run is in a state that does not allow this." },
  RUN_FAILED: { exit: 1, summary: "A run ended because at least one of its steps failed." },
  RUN_CANCELLED: { exit: 130, summary: "A run was cancelled." },
  JOURNAL_CONFLICT: { exit: 1, summary: "The journal was changed by somebody else." },
  JOURNAL_NEWER: { exit: 1, summary: "The journal was written by a newer Sluice." },
  JOURNAL_CORRUPT: { exit: 1, summary: "The journal cannot be read back." },

  PLUGIN_INVALID: { exit: 1, summary: "A plugin does not follow the rules for plugins." },
  PLUGIN_DUPLICATE: { exit: 1, summary: "Two plugins provide the same name at one extension point." },
  PLUGIN_MISSING: { exit: 1, summary: "A plugin or extension that is needed is not there." },
  PLUGIN_ENGINE: { exit: 1, summary: "A plugin was made for another version of the engine." },
  PLUGIN_FAILED: { exit: 1, summary: "A plugin could not be loaded, or threw while it was being set up." },
  PLUGIN_TIMEOUT: { exit: 1, summary: "A plugin did not answer in time." },
  PLUGIN_API: { exit: 1, summary: "A plugin was made for another version of an extension point." },
  PLUGIN_CYCLE: { exit: 1, summary: "Plugins require each other in a circle." },
  PLUGIN_OPTIONS: { exit: 1, summary: "The options of a plugin or extension do not follow its schema." },
  PLUGIN_DRIFT: { exit: 1, summary: "The plugins are not those that the run was made with." },
  PLUGIN_UNTRUSTED: { exit: 1, summary: "A plugin that nobody named lies where others could have put it." },
  PLUGIN_INSTALL: { exit: 1, summary: "The package of a plugin could not be installed or removed." },
  PLUGIN_LEAK: { exit: 1, summary: "A plugin left something running after it was disposed." },
  HOOK_FAILED: { exit: 1, summary: "A hook of a plugin threw; the run went on without it." },
  HOOK_TIMEOUT: { exit: 1, summary: "A hook of a plugin did not return in time; the run went on without it." },
  CONTEXT_NOT_OPEN: { exit: 1, summary: "A part of the engine was asked for before it was there." },
  DEPRECATED: { exit: 1, summary: "Something still works but will go with the next major version." },
  BINDING_EMPTY: { exit: 1, summary: "Binding filters left no target for a job." },
  SECRET_MISSING: { exit: 1, summary: "A secret that a configuration refers to cannot be read." },
  TASK_NOT_FOUND: { exit: 1, summary: "The module or the function of a task does not exist." },
  TASK_RESULT: { exit: 1, summary: "A task answered with something that is not JSON." },
  CHECKPOINT_FAILED: { exit: 1, summary: "A checkpoint could not be written; the run went on without it." },
} as const satisfies Record<string, ErrorCodeInfo>;

/** What is known of an error code without an occurrence at hand. */
export interface ErrorCodeInfo {
  /** Exit status of a command that ends with this error. */
  readonly exit: number;
  /** Whether the same thing may succeed when it is tried again. Default: false. */
  readonly retryable?: boolean;
  /** One sentence for the reference. */
  readonly summary: string;
}

/** A stable, documented error code. */
export type ErrorCode = keyof typeof errorCodes;
