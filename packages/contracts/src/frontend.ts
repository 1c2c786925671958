import type { CWLDockerMapping } from "./cwl/docker-translator.ts";
import type { SluiceError } from "./errors.ts";
import type { DataManager } from "./data-manager.ts";
import { extensionPoint, type ExtensionPoint } from "./extension-point.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Logger } from "./logger.ts";
import type { WorkflowGraph } from "./workflow.ts";

/** Workflow languages. */
export const frontendPoint: ExtensionPoint<Frontend> = extensionPoint({
  id: "frontend",
  apiVersion: 1,
  purpose: "Reads a workflow language and translates it into a graph.",
  stability: "stable",
});

/** Reads one workflow language. */
export interface Frontend {
  /** File extensions that are certainly this language's, with the dot, such as `.cwl`. */
  readonly extensions: readonly string[];
  /** Whether a document looks like this language's, for files whose extension does not say it. */
  detect(input: { readonly path: string; readonly text: string }): boolean;
  /** Reads and checks a document and everything that it refers to. @throws coded errors with positions */
  load(input: {
    /** Path or URI, with a `#fragment` that names one process of several. */
    readonly document: string;
    readonly options: FrontendOptions;
    readonly context: FrontendContext;
    readonly signal: AbortSignal;
  }): Promise<LoadedWorkflow>;
  /**
   * The fragments by which the processes of a document are loaded of which none is meant when no fragment is given; empty for every
   * other document. Absent where a language has no such documents.
   */
  processes?(input: {
    readonly document: string;
    readonly options: FrontendOptions;
    readonly context: FrontendContext;
    readonly signal: AbortSignal;
  }): Promise<readonly string[]>;
}

/** What a front-end needs of its surroundings. Documents can be read and checked without an engine. */
export interface FrontendContext extends Pick<DataManager, "fetch"> {
  /** Folder of the configuration file, or the working directory without one. Absolute. */
  readonly configDir: string;
  readonly logger: Logger;
}

/** How documents are checked and translated. */
export interface FrontendOptions {
  /**
   * True: what a document may not have by its specification is an error. False: unknown fields are warnings and ignored.
   * Default: as the reference implementation of the language judges; what it runs is not refused.
   */
  readonly strict?: boolean;
  /** Ontologies that a document names are used, to tell which file format is a kind of which. Default: true. */
  readonly schemas?: boolean;
  /** How the containers that CWL tools ask for come about; the list `docker` of a workflow in a configuration. Default: not at all. */
  readonly docker?: readonly CWLDockerMapping[];
  /** The graph is for a picture only: what cannot be run is no fault in it. Default: false. */
  readonly drawing?: boolean;
  /** A file that sets requirements of single processes and steps, in place of what the document says. Absolute path or URI. Default: none. */
  readonly overrides?: string;
  /** What is done about software that a tool requires: nothing is installed, it is taken to be there. Default: such a tool is not run. */
  readonly software?: "ignore";
  /** Names of variables of the engine's own environment that jobs see, where what they run asks for no other value; or all. Default: none. */
  readonly environment?: readonly string[] | "all";
  /**
   * Names of outputs, steps and inputs: only what such an output needs, and what comes of such a step or input, is there. What that needs
   * of other steps is an input. Default: all of the document.
   */
  readonly targets?: readonly string[];
  /**
   * The step whose process takes the place of the whole workflow, with what is in force for it there; `outer/inner` is the step `inner`
   * of what `outer` runs. Default: none.
   */
  readonly step?: string;
  /** The step that is there alone, as a workflow whose inputs are those of the step; named likewise. Default: none. */
  readonly singleStep?: string;
  /** How long an expression may run, in milliseconds. Default: what the language finds right. */
  readonly expressionTimeout?: number;
  /** Documents that are fetched from elsewhere may name files of this machine. Default: false. */
  readonly localFiles?: boolean;
  /** What is too large to be read. */
  readonly limits?: DocumentLimits;
}

/** How large a workflow may be. Beyond it there is `DOCUMENT_LIMIT`. */
export interface DocumentLimits {
  /** Most bytes of one document. Default: what the language finds right. */
  readonly documentBytes?: number;
  /** Most steps of a workflow, those of its sub-workflows included. Default: what the language finds right. */
  readonly steps?: number;
}

/** A document that was read and found valid. */
export interface LoadedWorkflow {
  readonly name: string;
  readonly doc?: string;
  readonly inputs: readonly InputDescription[];
  readonly outputs: readonly OutputDescription[];
  readonly warnings: readonly SluiceError[];
  /** URIs of everything that was read. */
  readonly documents: readonly string[];
  /**
   * Reads input values from a file, or from `--name value` texts, or both (texts win), and checks them.
   * @throws coded errors with positions
   */
  readInputs(input: {
    readonly file?: string;
    readonly texts: Readonly<Record<string, readonly string[]>>;
    /** Folder that relative paths in texts resolve against. */
    readonly cwd: string;
    /** Every file is to have those that belong to it, also where only a job would look for them. Default: false. */
    readonly complete?: boolean;
    readonly signal: AbortSignal;
  }): Promise<{
    readonly inputs: JsonObject;
    readonly warnings: readonly SluiceError[];
    /**
     * Absolute paths where files are looked for besides those that the values name, such as an index beside its file, whether they are
     * there or not. That they change, come or go is told as it is of inputs. Default: none.
     */
    readonly lookedFor?: readonly string[];
  }>;
  /** Makes the graph for a run with these inputs. @throws `CWL_UNSUPPORTED` and its like for what cannot be run */
  translate(input: { readonly inputs: JsonObject }): Promise<{
    readonly graph: WorkflowGraph;
    readonly inputs: JsonObject;
    readonly warnings: readonly SluiceError[];
    /** Names of inputs whose texts are secrets: they are stored nowhere, and given to jobs at the last moment. Default: none. */
    readonly secrets?: readonly string[];
  }>;
  /** Files and directories that the documents name themselves, such as defaults. Absent where a language has none. */
  references?(): readonly DocumentReference[];
  /** One document that holds everything and needs no other. Absent where a language has no such form. */
  pack?(): JsonObject;
  /** Names by which parts of the document can be chosen, whatever was chosen now. Absent where a language has no such parts. */
  targets?(): readonly TargetList[];
  /** A job file to be filled in, with comments. Absent where a language has no job files. */
  jobTemplate?(): string;
}

/** Names of one kind, by which parts of a document can be chosen. */
export interface TargetList {
  /** The step that runs what has them, as `outer/inner`; empty for the document itself. */
  readonly of: string;
  readonly kind: "output" | "input" | "step";
  /** Whole names, as `outer/inner/name`. */
  readonly names: readonly string[];
}

/** Something outside that a document names. */
export interface DocumentReference {
  /** Absolute. */
  readonly uri: string;
  readonly type: "File" | "Directory";
}

/** An input, as help texts show it. */
export interface InputDescription {
  readonly name: string;
  /** As a user would write it, such as `File[]?`. */
  readonly type: string;
  readonly doc?: string;
  readonly required: boolean;
  /** Present if there is one. */
  readonly default?: Json;
  /** Whether the command-line option takes no value. */
  readonly flag: boolean;
  /** Whether the command-line option may be given several times. */
  readonly list: boolean;
  /** Of a record: its fields, which options such as `--record.field` give. */
  readonly fields?: readonly InputDescription[];
}

/** An output, as help texts show it. */
export interface OutputDescription {
  readonly name: string;
  readonly type: string;
  readonly doc?: string;
}
