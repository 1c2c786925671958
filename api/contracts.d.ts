// The public API of @sluice/contracts. Written by `npm run api`.

// binding-filter.d.ts
export declare const bindingFilterPoint: ExtensionPoint<BindingFilterFactory>;
export interface BindingFilterFactory {
    create(input: {
        readonly name: string;
        readonly options: JsonObject;
        readonly context: SluiceContext;
    }): BindingFilter | Promise<BindingFilter>;
}
export interface BindingFilter {
    filter(input: {
        readonly targets: readonly Target[];
        readonly step: string;
        readonly tag: string;
        readonly inputs: JsonObject;
        readonly signal: AbortSignal;
    }): readonly Target[] | Promise<readonly Target[]>;
}

// binding.d.ts
export type Binding = StepBinding | PortBinding;
export interface StepBinding {
    readonly step: string;
    readonly targets: readonly Target[];
    readonly filters: readonly string[];
}
export interface PortBinding {
    readonly port: string;
    readonly target: Target;
}

// cache-store.d.ts
export declare const cacheStorePoint: ExtensionPoint<CacheStoreFactory>;
export interface CacheStoreFactory {
    create(input: {
        readonly options: JsonObject;
        readonly logger?: Logger;
    }): CacheStore | Promise<CacheStore>;
}
export interface CacheStore {
    lookup(input: {
        readonly key: string;
        readonly directory: string;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<JsonObject | undefined>;
    store(input: {
        readonly key: string;
        readonly outputs: JsonObject;
        readonly private: readonly string[];
        readonly label: string;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<boolean>;
    list(input: {
        readonly signal: AbortSignal;
    }): Promise<readonly CacheEntry[]>;
    clear(input: {
        readonly usedBefore?: number;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<{
        readonly entries: number;
        readonly bytes: number;
    }>;
}
export interface CacheEntry {
    readonly key: string;
    readonly label: string;
    readonly createdAt: number;
    readonly usedAt: number;
    readonly bytes: number;
}

// checkpoint-manager.d.ts
export declare const checkpointManagerPoint: ExtensionPoint<CheckpointManagerFactory>;
export interface CheckpointManagerFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
    }): CheckpointManager | Promise<CheckpointManager>;
}
export interface CheckpointManager extends Manager {
    save(input: {
        readonly run: string;
        readonly key: StepKey;
        readonly outputs: JsonObject;
        readonly location: Location;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<void>;
    find(input: {
        readonly run: string;
        readonly deployment: string;
        readonly location: string;
        readonly path: string;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<string | undefined>;
}

// command.d.ts
export declare const commandPoint: ExtensionPoint<Command>;
export interface Command {
    readonly summary: string;
    readonly arguments?: readonly string[];
    readonly options?: readonly CommandOption[];
    run(input: CommandInput): Promise<number>;
}
export interface CommandOption {
    readonly name: string;
    readonly short?: string;
    readonly value?: string;
    readonly list?: boolean;
    readonly help: string;
}
export interface CommandInput {
    readonly options: Readonly<Record<string, true | string | readonly string[] | undefined>>;
    readonly arguments: readonly string[];
    readonly cwd: string;
    readonly context: SluiceContext;
    out(text: string): void;
    err(text: string): void;
    readonly signal: AbortSignal;
}

// connector.d.ts
export declare const connectorPoint: ExtensionPoint<ConnectorFactory>;
export interface ConnectorFactory {
    create(input: ConnectorInput): Connector | Promise<Connector>;
}
export interface ConnectorInput {
    readonly deployment: DeploymentConfig;
    readonly options: JsonObject;
    readonly configDir: string;
    readonly logger: Logger;
}
export interface Connector extends AsyncDisposable {
    deploy(input: {
        readonly signal: AbortSignal;
    }): Promise<void>;
    locations(input: {
        readonly service?: string;
        readonly signal: AbortSignal;
    }): Promise<readonly Location[]>;
    files(location: Location): LocationFiles;
    submit(input: {
        readonly job: JobSubmission;
        readonly location: Location;
        readonly signal: AbortSignal;
    }): Promise<JobHandle>;
    poll(input: {
        readonly handles: readonly JobHandle[];
        readonly signal: AbortSignal;
    }): Promise<readonly JobStatus[]>;
    watch?(listener: (status: JobStatus) => void): Disposable;
    cancel(input: {
        readonly handles: readonly JobHandle[];
        readonly graceMs: number;
        readonly signal: AbortSignal;
    }): Promise<void>;
    reattach(input: {
        readonly jobs: readonly {
            readonly id: string;
            readonly directory: string;
            readonly location: string;
        }[];
        readonly signal: AbortSignal;
    }): Promise<readonly (JobHandle | undefined)[]>;
    undeploy(input: {
        readonly signal: AbortSignal;
    }): Promise<void>;
}

// context.d.ts
export interface SluiceContext {
    readonly database: Database;
    readonly scheduler: Scheduler;
    readonly deploymentManager: DeploymentManager;
    readonly dataManager: DataManager;
    readonly checkpointManager: CheckpointManager;
    readonly failureManager: FailureManager;
    readonly configDir: string;
    readonly logger: Logger;
    readonly signal: AbortSignal;
    plugin(name: string): unknown;
    extension<T>(input: {
        readonly point: ExtensionPoint<T>;
        readonly name: string;
        readonly options?: JsonObject;
    }): Promise<{
        readonly implementation: T;
        readonly options: JsonObject;
    }>;
}

// data-location.d.ts
export interface DataLocation {
    readonly path: string;
    readonly deployment: string;
    readonly location: string;
    readonly kind: "primary" | "copy" | "link";
    readonly checksum?: string;
    readonly size?: number;
}

// data-manager.d.ts
export declare const dataManagerPoint: ExtensionPoint<DataManagerFactory>;
export interface DataManagerFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
        readonly scheme?: (name: string) => TransferScheme | undefined;
    }): DataManager | Promise<DataManager>;
}
export interface DataManager extends Manager {
    fetch(input: {
        readonly uri: string;
        readonly limit?: number;
        readonly keep?: string | undefined;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<string>;
    stage(input: {
        readonly entries: readonly StagingEntry[];
        readonly location: Location;
        readonly directory: string;
        readonly keep?: string | undefined;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<void>;
    release(input: {
        readonly directories: JobDirectories;
        readonly location: Location;
        readonly signal: AbortSignal;
    }): Promise<void>;
    discard?(input: {
        readonly run: string;
        readonly location: Location;
        readonly jobs: readonly {
            readonly job: string;
            readonly directory: string;
        }[];
        readonly keepLogs: boolean;
        readonly signal: AbortSignal;
    }): Promise<void>;
    checkOutdir?(input: {
        readonly outdir: string;
        readonly outputs: Readonly<Record<string, OutputFile>>;
        readonly signal: AbortSignal;
    }): Promise<void>;
    publish(input: {
        readonly outputs: JsonObject;
        readonly outdir: string;
        readonly owned: string;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<Readonly<Record<string, Json>>>;
}

// database.d.ts
export declare const databasePoint: ExtensionPoint<DatabaseFactory>;
export interface DatabaseFactory {
    create(input: {
        readonly options: JsonObject;
        readonly configDir: string;
    }): Database | Promise<Database>;
}
export interface Database extends AsyncDisposable {
    createRun(input: {
        readonly run: string;
        readonly name: string;
        readonly holder?: LeaseHolder;
    }): Promise<RunStore>;
    openRun(input: {
        readonly run: string;
        readonly readonly?: boolean;
    }): Promise<RunStore>;
    listRuns(): Promise<readonly RunSummary[]>;
    removeRun(input: {
        readonly run: string;
    }): Promise<void>;
    runFolder(run: string): string;
}
export interface RunStore extends AsyncDisposable {
    readonly run: string;
    append(input: {
        readonly expectedSeq: number;
        readonly events: readonly RunEvent[];
        readonly summary: Partial<RunSummary>;
    }): Promise<readonly StoredRunEvent[]> | readonly StoredRunEvent[];
    read(input?: {
        readonly fromSeq?: number;
    }): AsyncIterable<StoredRunEvent>;
    putBlob(input: {
        readonly digest: string;
        readonly text: string;
    }): Promise<void> | void;
    getBlob(input: {
        readonly digest: string;
    }): Promise<string> | string;
    acquireLease(input: {
        readonly holder: LeaseHolder;
    }): Promise<Lease>;
    leaseHolder(): Promise<LeaseHolder | undefined>;
    summary(): Promise<RunSummary>;
}
export interface LeaseHolder {
    readonly host: string;
    readonly bootId: string;
    readonly pid: number;
}
export interface Lease extends AsyncDisposable {
    readonly signal: AbortSignal;
}
export interface RunSummary {
    readonly run: string;
    readonly name: string;
    readonly status: RunStatus | "corrupt";
    readonly createdAt: number;
    readonly endedAt?: number;
    readonly completed: number;
    readonly failed: number;
    readonly known: number;
}

// deployment-config.d.ts
export interface DeploymentConfig {
    readonly name: string;
    readonly type: string;
    readonly config: JsonObject;
    readonly external: boolean;
    readonly lazy: boolean;
    readonly schedulingPolicy?: string;
    readonly workdir?: string;
    readonly wraps?: {
        readonly deployment: string;
        readonly service?: string;
    };
}

// deployment-manager.d.ts
export declare const deploymentManagerPoint: ExtensionPoint<DeploymentManagerFactory>;
export interface DeploymentManagerFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
        readonly connect: (deployment: DeploymentConfig) => Promise<Connector>;
    }): DeploymentManager | Promise<DeploymentManager>;
}
export interface DeploymentManager extends Manager {
    deploy(input: {
        readonly deployment: string;
        readonly signal: AbortSignal;
    }): Promise<Connector>;
    register(deployments: readonly DeploymentConfig[]): void;
    undeployAll(input: {
        readonly signal: AbortSignal;
    }): Promise<void>;
}

// error-codes.d.ts
export declare const errorCodes: {
    readonly USAGE: {
        readonly exit: 2;
        readonly summary: "The command line is wrong.";
    };
    readonly NODE_VERSION: {
        readonly exit: 2;
        readonly summary: "The Node.js that runs Sluice is too old.";
    };
    readonly INTERNAL: {
        readonly exit: 1;
        readonly summary: "Sluice broke one of its own rules; please report it.";
    };
    readonly FILE_NOT_FOUND: {
        readonly exit: 1;
        readonly summary: "A file or directory that is needed does not exist.";
    };
    readonly FILE_UNREADABLE: {
        readonly exit: 1;
        readonly summary: "A file or directory exists but cannot be read.";
    };
    readonly FILE_UNWRITABLE: {
        readonly exit: 1;
        readonly summary: "A file or directory cannot be written.";
    };
    readonly DISK_FULL: {
        readonly exit: 1;
        readonly summary: "The disk has no space left.";
    };
    readonly SYSTEM_LIMIT: {
        readonly exit: 1;
        readonly summary: "The system has no process, open file or memory left to give.";
    };
    readonly TRANSFER_FAILED: {
        readonly exit: 1;
        readonly retryable: true;
        readonly summary: "Something could not be fetched from another machine.";
    };
    readonly YAML_SYNTAX: {
        readonly exit: 1;
        readonly summary: "A document is not valid YAML or JSON.";
    };
    readonly DOCUMENT_LIMIT: {
        readonly exit: 1;
        readonly summary: "A document exceeds a limit on depth, aliases or size.";
    };
    readonly CONFIG_INVALID: {
        readonly exit: 1;
        readonly summary: "A configuration file has a wrong field or value.";
    };
    readonly CWL_VERSION: {
        readonly exit: 1;
        readonly summary: "The cwlVersion is missing or not one that Sluice knows.";
    };
    readonly CWL_INVALID: {
        readonly exit: 1;
        readonly summary: "A CWL document does not follow the schema of its version.";
    };
    readonly CWL_REFERENCE: {
        readonly exit: 1;
        readonly summary: "A reference inside a CWL document leads nowhere.";
    };
    readonly CWL_TYPE: {
        readonly exit: 1;
        readonly summary: "A link or value does not fit the type that is declared for it.";
    };
    readonly CWL_INPUT_INVALID: {
        readonly exit: 1;
        readonly summary: "An input value is missing, unknown or of the wrong type.";
    };
    readonly CWL_OUTPUT_INVALID: {
        readonly exit: 1;
        readonly summary: "A process produced an output of the wrong type, or none.";
    };
    readonly CWL_EXPRESSION: {
        readonly exit: 1;
        readonly summary: "An expression or parameter reference failed.";
    };
    readonly CWL_UNSUPPORTED: {
        readonly exit: 33;
        readonly summary: "The document needs a feature that this build does not support.";
    };
    readonly EXPRESSION_TIMEOUT: {
        readonly exit: 1;
        readonly summary: "An expression ran longer than its time limit.";
    };
    readonly EXPRESSION_MEMORY: {
        readonly exit: 1;
        readonly summary: "An expression needed more memory than its limit.";
    };
    readonly GRAPH_INVALID: {
        readonly exit: 1;
        readonly summary: "A workflow graph breaks a rule of the workflow model.";
    };
    readonly SCATTER_LENGTH: {
        readonly exit: 1;
        readonly summary: "The lists of a dot-product scatter differ in length.";
    };
    readonly SCATTER_SIZE: {
        readonly exit: 1;
        readonly summary: "A scatter has more elements than a run can have.";
    };
    readonly SCATTER_NOT_LIST: {
        readonly exit: 1;
        readonly summary: "A scatter was given a value that is not a list.";
    };
    readonly RUN_STALLED: {
        readonly exit: 1;
        readonly summary: "No step can start although the run is not finished.";
    };
    readonly JOB_FAILED: {
        readonly exit: 1;
        readonly summary: "A job ended with an exit code that means failure.";
    };
    readonly JOB_TIMEOUT: {
        readonly exit: 1;
        readonly summary: "A job ran longer than its time limit.";
    };
    readonly JOB_LOST: {
        readonly exit: 1;
        readonly retryable: true;
        readonly summary: "A job vanished without leaving a result.";
    };
    readonly JOB_START: {
        readonly exit: 1;
        readonly summary: "A job could not be started.";
    };
    readonly JOB_UNREACHABLE: {
        readonly exit: 1;
        readonly summary: "A job may run where it can neither be seen nor ended from here.";
    };
    readonly JOB_KILLED: {
        readonly exit: 1;
        readonly retryable: true;
        readonly summary: "A job was ended by a signal that Sluice did not send.";
    };
    readonly RESOURCES_UNSATISFIABLE: {
        readonly exit: 1;
        readonly summary: "A job asks for more than any location of its target has.";
    };
    readonly STAGING_FAILED: {
        readonly exit: 1;
        readonly summary: "An input could not be placed into a job's folder.";
    };
    readonly INPUT_CHANGED: {
        readonly exit: 1;
        readonly summary: "An input of a run is not as it was when the run began.";
    };
    readonly INPUT_SHARED: {
        readonly exit: 1;
        readonly summary: "A step changes a file in place that another one uses without waiting for it.";
    };
    readonly OUTPUT_CHANGED: {
        readonly exit: 1;
        readonly summary: "A file that a step made was changed after the step was committed.";
    };
    readonly PUBLISHING_FAILED: {
        readonly exit: 1;
        readonly summary: "The outputs of a run could not be placed in their folder.";
    };
    readonly RUN_NOT_FOUND: {
        readonly exit: 1;
        readonly summary: "There is no run of that name.";
    };
    readonly RUN_LOCKED: {
        readonly exit: 1;
        readonly summary: "Another engine drives this run.";
    };
    readonly RUN_STATE: {
        readonly exit: 1;
        readonly summary: "The run is in a state that does not allow this.";
    };
    readonly RUN_FAILED: {
        readonly exit: 1;
        readonly summary: "A run ended because at least one of its steps failed.";
    };
    readonly RUN_CANCELLED: {
        readonly exit: 130;
        readonly summary: "A run was cancelled.";
    };
    readonly JOURNAL_CONFLICT: {
        readonly exit: 1;
        readonly summary: "The journal was changed by somebody else.";
    };
    readonly JOURNAL_NEWER: {
        readonly exit: 1;
        readonly summary: "The journal was written by a newer Sluice.";
    };
    readonly JOURNAL_CORRUPT: {
        readonly exit: 1;
        readonly summary: "The journal cannot be read back.";
    };
    readonly PLUGIN_INVALID: {
        readonly exit: 1;
        readonly summary: "A plugin does not follow the rules for plugins.";
    };
    readonly PLUGIN_DUPLICATE: {
        readonly exit: 1;
        readonly summary: "Two plugins provide the same name at one extension point.";
    };
    readonly PLUGIN_MISSING: {
        readonly exit: 1;
        readonly summary: "A plugin or extension that is needed is not there.";
    };
    readonly PLUGIN_ENGINE: {
        readonly exit: 1;
        readonly summary: "A plugin was made for another version of the engine.";
    };
    readonly PLUGIN_FAILED: {
        readonly exit: 1;
        readonly summary: "A plugin could not be loaded, or threw while it was being set up.";
    };
    readonly PLUGIN_TIMEOUT: {
        readonly exit: 1;
        readonly summary: "A plugin did not answer in time.";
    };
    readonly PLUGIN_API: {
        readonly exit: 1;
        readonly summary: "A plugin was made for another version of an extension point.";
    };
    readonly PLUGIN_CYCLE: {
        readonly exit: 1;
        readonly summary: "Plugins require each other in a circle.";
    };
    readonly PLUGIN_OPTIONS: {
        readonly exit: 1;
        readonly summary: "The options of a plugin or extension do not follow its schema.";
    };
    readonly PLUGIN_DRIFT: {
        readonly exit: 1;
        readonly summary: "The plugins are not those that the run was made with.";
    };
    readonly PLUGIN_UNTRUSTED: {
        readonly exit: 1;
        readonly summary: "A plugin that nobody named lies where others could have put it.";
    };
    readonly PLUGIN_INSTALL: {
        readonly exit: 1;
        readonly summary: "The package of a plugin could not be installed or removed.";
    };
    readonly PLUGIN_LEAK: {
        readonly exit: 1;
        readonly summary: "A plugin left something running after it was disposed.";
    };
    readonly HOOK_FAILED: {
        readonly exit: 1;
        readonly summary: "A hook of a plugin threw; the run went on without it.";
    };
    readonly HOOK_TIMEOUT: {
        readonly exit: 1;
        readonly summary: "A hook of a plugin did not return in time; the run went on without it.";
    };
    readonly CONTEXT_NOT_OPEN: {
        readonly exit: 1;
        readonly summary: "A part of the engine was asked for before it was there.";
    };
    readonly DEPRECATED: {
        readonly exit: 1;
        readonly summary: "Something still works but will go with the next major version.";
    };
    readonly BINDING_EMPTY: {
        readonly exit: 1;
        readonly summary: "Binding filters left no target for a job.";
    };
    readonly SECRET_MISSING: {
        readonly exit: 1;
        readonly summary: "A secret that a configuration refers to cannot be read.";
    };
    readonly TASK_NOT_FOUND: {
        readonly exit: 1;
        readonly summary: "The module or the function of a task does not exist.";
    };
    readonly TASK_RESULT: {
        readonly exit: 1;
        readonly summary: "A task answered with something that is not JSON.";
    };
    readonly CHECKPOINT_FAILED: {
        readonly exit: 1;
        readonly summary: "A checkpoint could not be written; the run went on without it.";
    };
};
export interface ErrorCodeInfo {
    readonly exit: number;
    readonly retryable?: boolean;
    readonly summary: string;
}
export type ErrorCode = keyof typeof errorCodes;

// errors.d.ts
export interface SluiceErrorOptions {
    readonly position?: SourcePosition | undefined;
    readonly hint?: string | undefined;
    readonly actor?: string | undefined;
    readonly retryable?: boolean | undefined;
    readonly cause?: unknown;
}
export interface SerializedError {
    readonly code: ErrorCode;
    readonly message: string;
    readonly retryable: boolean;
    readonly position?: SourcePosition | undefined;
    readonly hint?: string | undefined;
    readonly actor?: string | undefined;
}
export declare class SluiceError extends Error {
    readonly name: string;
    readonly code: ErrorCode;
    readonly retryable: boolean;
    readonly position: SourcePosition | undefined;
    readonly hint: string | undefined;
    readonly actor: string | undefined;
    constructor(code: ErrorCode, message: string, options?: SluiceErrorOptions);
    serialize(): SerializedError;
}
export declare class SluiceErrorList extends SluiceError {
    readonly name: string;
    readonly errors: readonly SluiceError[];
    constructor(errors: readonly [SluiceError, ...SluiceError[]]);
}
export declare function isSluiceError(value: unknown): value is SluiceError;
export declare function toSluiceError(thrown: unknown, code?: ErrorCode, actor?: string): SluiceError;
export declare function thrownText(thrown: unknown): string;
export declare function failureText(thrown: unknown): string;
export declare function deserializeError(data: SerializedError): SluiceError;
export declare function formatError(error: SluiceError): string;

// event-codec.d.ts
export interface EncodedEvent {
    readonly type: string;
    readonly version: number;
    readonly data: string;
}
export interface StoredRow extends EncodedEvent {
    readonly seq: number;
    readonly time: number;
}
export declare function encodeEvent(event: RunEvent, vocabulary?: EventVocabulary): EncodedEvent;
export declare function decodeEvent(row: StoredRow, { actor, vocabulary }?: {
    readonly actor?: string;
    readonly vocabulary?: EventVocabulary;
}): StoredRunEvent;

// event-upcasters.d.ts
export type Upcaster = (data: JsonObject) => JsonObject;
export interface EventVocabulary {
    readonly versions: Readonly<Record<string, number>>;
    readonly upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;
    readonly faultOf?: (type: string, data: JsonObject) => string | undefined;
}

// extension-details.d.ts
export interface ExtensionDetails {
    readonly purpose?: string;
    readonly schema?: JsonSchema;
    readonly stability?: Stability;
    readonly deprecated?: string;
    readonly capabilities?: readonly string[];
}

// extension-point.d.ts
export interface ExtensionPoint<T> {
    readonly id: string;
    readonly apiVersion: number;
    readonly purpose: string;
    readonly stability: Stability;
    readonly default?: string;
    readonly capabilities?: Readonly<Record<string, string>>;
    readonly type?: T;
}
export type Stability = "stable" | "experimental" | "deprecated";
export declare function extensionPoint<T>(point: Omit<ExtensionPoint<T>, "type">): ExtensionPoint<T>;

// failure-manager.d.ts
export declare const failureManagerPoint: ExtensionPoint<FailureManagerFactory>;
export interface FailureManagerFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
    }): FailureManager | Promise<FailureManager>;
}
export interface FailureManager extends Manager {
    decide(input: {
        readonly run: string;
        readonly key: StepKey;
        readonly failures: number;
        readonly error: SerializedError;
        readonly exit?: JobExit;
        readonly options: RunOptions;
        readonly place?: JobPlace;
    }): Promise<FailureDecision> | FailureDecision;
}
export type FailureDecision = {
    readonly action: "fail";
} | {
    readonly action: "retry";
    readonly delayMs: number;
};

// file-value.d.ts
export interface FileValue extends JsonObject {
    readonly class: "File";
}
export interface DirectoryValue extends JsonObject {
    readonly class: "Directory";
}
export declare function isFileValue(value: Json | undefined): value is FileValue;
export declare function isDirectoryValue(value: Json | undefined): value is DirectoryValue;
export declare function isEntryName(name: string): boolean;

// frontend.d.ts
export declare const frontendPoint: ExtensionPoint<Frontend>;
export interface Frontend {
    readonly extensions: readonly string[];
    detect(input: {
        readonly path: string;
        readonly text: string;
    }): boolean;
    load(input: {
        readonly document: string;
        readonly options: FrontendOptions;
        readonly context: FrontendContext;
        readonly signal: AbortSignal;
    }): Promise<LoadedWorkflow>;
    processes?(input: {
        readonly document: string;
        readonly options: FrontendOptions;
        readonly context: FrontendContext;
        readonly signal: AbortSignal;
    }): Promise<readonly string[]>;
}
export interface FrontendContext extends Pick<DataManager, "fetch"> {
    readonly configDir: string;
    readonly logger: Logger;
}
export interface FrontendOptions {
    readonly strict?: boolean;
    readonly schemas?: boolean;
    readonly docker?: readonly CWLDockerMapping[];
    readonly drawing?: boolean;
    readonly overrides?: string;
    readonly software?: "ignore";
    readonly environment?: readonly string[] | "all";
    readonly targets?: readonly string[];
    readonly step?: string;
    readonly singleStep?: string;
    readonly expressionTimeout?: number;
    readonly localFiles?: boolean;
    readonly limits?: DocumentLimits;
}
export interface DocumentLimits {
    readonly documentBytes?: number;
    readonly steps?: number;
}
export interface LoadedWorkflow {
    readonly name: string;
    readonly doc?: string;
    readonly inputs: readonly InputDescription[];
    readonly outputs: readonly OutputDescription[];
    readonly warnings: readonly SluiceError[];
    readonly documents: readonly string[];
    readInputs(input: {
        readonly file?: string;
        readonly texts: Readonly<Record<string, readonly string[]>>;
        readonly cwd: string;
        readonly complete?: boolean;
        readonly signal: AbortSignal;
    }): Promise<{
        readonly inputs: JsonObject;
        readonly warnings: readonly SluiceError[];
        readonly lookedFor?: readonly string[];
    }>;
    translate(input: {
        readonly inputs: JsonObject;
    }): Promise<{
        readonly graph: WorkflowGraph;
        readonly inputs: JsonObject;
        readonly warnings: readonly SluiceError[];
        readonly secrets?: readonly string[];
    }>;
    references?(): readonly DocumentReference[];
    pack?(): JsonObject;
    targets?(): readonly TargetList[];
    jobTemplate?(): string;
}
export interface TargetList {
    readonly of: string;
    readonly kind: "output" | "input" | "step";
    readonly names: readonly string[];
}
export interface DocumentReference {
    readonly uri: string;
    readonly type: "File" | "Directory";
}
export interface InputDescription {
    readonly name: string;
    readonly type: string;
    readonly doc?: string;
    readonly required: boolean;
    readonly default?: Json;
    readonly flag: boolean;
    readonly list: boolean;
    readonly fields?: readonly InputDescription[];
}
export interface OutputDescription {
    readonly name: string;
    readonly type: string;
    readonly doc?: string;
}

// hardware.d.ts
export interface Hardware {
    readonly cores?: number;
    readonly memory?: number;
    readonly tmpdirSize?: number;
    readonly outdirSize?: number;
    readonly gpus?: number;
}

// hooks.d.ts
export interface HookMap {
    readonly beforeNodeExecute: Observer<NodeEvent>;
    readonly afterNodeExecute: Observer<NodeEvent & {
        readonly result: JsonObject;
    } & Timed>;
    readonly onNodeError: Observer<NodeEvent & {
        readonly error: SerializedError;
        readonly willRetry: boolean;
    } & Timed>;
    readonly onNodeCancelled: Observer<NodeEvent & Timed>;
    readonly beforeNodeRetry: Observer<NodeEvent & {
        readonly lastError: SerializedError;
    }>;
    readonly afterNodeRetry: Observer<NodeEvent & {
        readonly succeeded: boolean;
    }>;
    readonly onCacheHit: Observer<NodeEvent & {
        readonly result: JsonObject;
        readonly answeredBy: string;
    }>;
    readonly beforeGraphExecute: Observer<GraphEvent>;
    readonly afterGraphExecute: Observer<GraphEvent & {
        readonly result: JsonObject;
    } & Timed>;
    readonly onGraphError: Observer<GraphEvent & {
        readonly error: SerializedError;
    } & Timed>;
    readonly onGraphCancelled: Observer<GraphEvent & {
        readonly reason: string;
    } & Timed>;
    readonly onJobState: Observer<JobStateEvent>;
    readonly beforeDeploy: Observer<DeploymentEvent>;
    readonly afterDeploy: Observer<DeploymentEvent & Timed>;
    readonly onDeployError: Observer<DeploymentEvent & {
        readonly error: SerializedError;
    } & Timed>;
    readonly beforeUndeploy: Observer<DeploymentEvent>;
    readonly afterUndeploy: Observer<DeploymentEvent & Timed>;
    readonly onUndeployError: Observer<DeploymentEvent & {
        readonly error: SerializedError;
    } & Timed>;
    readonly beforeTransfer: Observer<TransferEvent>;
    readonly afterTransfer: Observer<TransferEvent & Timed>;
    readonly onTransferError: Observer<TransferEvent & {
        readonly error: SerializedError;
    } & Timed>;
    readonly transformJobRequest: (request: JobRequest, event: NodeEvent) => JobRequest | Promise<JobRequest>;
    readonly wrapNodeExecute: (event: NodeEvent, next: () => Promise<NodeAnswer>) => Promise<NodeAnswer>;
}
export type Observer<Event> = (event: Event) => void | Promise<void>;
export type HookName = keyof HookMap;
export declare const hookPurposes: Readonly<Record<HookName, string>>;
export type NodeAnswer = {
    readonly outputs: JsonObject;
} | undefined;
export interface Timed {
    readonly duration: number;
}
export interface NodeEvent {
    readonly runId: string;
    readonly seq: number;
    readonly key: string;
    readonly attempt: number;
    readonly resumed: boolean;
    readonly metadata: NodeMetadata;
    readonly inputs: () => Promise<JsonObject>;
    readonly reporter: Reporter;
    readonly onDispose: (dispose: () => void | Promise<void>) => void;
}
export interface NodeMetadata {
    readonly name: string;
    readonly kind: StepKind;
    readonly operation: string;
    readonly digest: string;
    readonly description?: string;
}
export interface GraphEvent {
    readonly runId: string;
    readonly seq: number;
    readonly resumed: boolean;
    readonly rootId: string;
    readonly nodeCount: number;
    readonly isAsync: true;
    readonly reporter: Reporter;
}
export interface JobStateEvent {
    readonly runId: string;
    readonly key: string;
    readonly attempt: number;
    readonly job: string;
    readonly deployment: string;
    readonly location: string;
    readonly state: "scheduled" | "submitted" | "queued" | "running" | "exited" | "lost" | "cancelled";
    readonly exitCode?: number;
}
export interface DeploymentEvent {
    readonly deployment: Pick<DeploymentConfig, "name" | "type" | "external">;
}
export interface TransferEvent {
    readonly kind: "fetch" | "stage" | "publish";
    readonly subject: string;
    readonly entries: number;
    readonly deployment?: string;
    readonly location?: string;
}
export type HookOrder = "pre" | "normal" | "post";

// input-stamp.d.ts
export interface FileStamp {
    readonly size: number;
    readonly modified: string;
    readonly inode: string;
    readonly checksum?: string;
}
export interface DirectoryStamp {
    readonly entries?: Readonly<Record<string, FileStamp>>;
    readonly others?: readonly string[];
    readonly modified: string;
    readonly inode: string;
}
export interface AbsentStamp {
    readonly absent: true;
}
export type InputStamp = FileStamp | DirectoryStamp | AbsentStamp;
export type InputStamps = Readonly<Record<string, InputStamp | null>>;
export declare const stampedEntries: number;
export type InputChecks = "stamp" | "content" | "none";

// job-folder.d.ts
export declare function jobFolderName(key: Pick<StepKey, "step" | "tag">, job: string): string;
export declare function isJobFolder(input: {
    readonly run: string;
    readonly job: string;
    readonly directory: string;
}): boolean;

// job.d.ts
export interface JobRequest {
    readonly argv: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly directory: string;
    readonly stdin?: string;
    readonly stdout?: string;
    readonly stderr?: string;
    readonly staging: readonly StagingEntry[];
    readonly timeout?: number;
}
export type StagingEntry = 
{
    readonly type: "input";
    readonly source: string;
    readonly target: string;
    readonly writable: boolean;
    readonly inPlace?: true;
}
 | {
    readonly type: "literal";
    readonly contents: string;
    readonly target: string;
    readonly executable?: boolean;
} | {
    readonly type: "directory";
    readonly target: string;
};
export interface JobDirectories {
    readonly job: string;
    readonly output: string;
    readonly temporary: string;
    readonly staging: string;
}
export interface JobSubmission extends Omit<JobRequest, "staging"> {
    readonly id: string;
    readonly label: string;
    readonly directories: JobDirectories;
    readonly hardware: Hardware;
    readonly stdout: string;
    readonly stderr: string;
}
export interface JobCommand extends Omit<JobRequest, "staging"> {
    readonly stdout: string;
    readonly stderr: string;
}
export interface JobHandle {
    readonly id: string;
    readonly data: JsonObject;
}
export interface JobStatus {
    readonly id: string;
    readonly state: JobState;
    readonly exit?: JobExit;
    readonly reason?: string;
    readonly shortage?: Shortage;
    readonly doubt?: string;
}
export interface JobExit {
    readonly code: number;
    readonly signal?: string;
    readonly timedOut?: boolean;
    readonly interrupted?: boolean;
    readonly usage: JobUsage;
}
export interface JobUsage {
    readonly startedAt?: number;
    readonly endedAt?: number;
    readonly cpuUser?: number;
    readonly cpuSystem?: number;
    readonly peakMemory?: number;
}

// json-schema.d.ts
export type JsonSchema = JsonObject;

// json.d.ts
export type Json = null | boolean | number | string | ExactNumber | readonly Json[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: Json;
}
export declare const maxValueDepth = 1000;
export declare function nestsDeeper(value: unknown, levels: number): boolean;

// exact-number.d.ts
export declare class ExactNumber extends Number {
    readonly text: string;
    constructor(text: string);
    toJSON(): unknown;
    toString(): string;
}
export declare function isExactNumber(value: unknown): value is ExactNumber;
export declare function exactNumber(text: string): number | ExactNumber;
export declare function parseJson(text: string): unknown;
export declare function copyJson<Value extends Json>(value: Value): Value;

// location-files.d.ts
export interface LocationFiles {
    stat(input: {
        readonly paths: readonly string[];
        readonly follow?: boolean;
    }): Promise<readonly (FileStat | undefined)[]>;
    glob(input: {
        readonly directory: string;
        readonly patterns: readonly string[];
    }): Promise<readonly (readonly string[])[]>;
    read(input: {
        readonly paths: readonly string[];
        readonly limit: number;
    }): Promise<readonly string[]>;
    checksum(input: {
        readonly paths: readonly string[];
    }): Promise<readonly string[]>;
    list(input: {
        readonly directory: string;
        readonly types?: readonly FileStat["type"][];
    }): Promise<readonly DirectoryEntry[]>;
    realpath(input: {
        readonly paths: readonly string[];
    }): Promise<readonly (string | undefined)[]>;
    readlink?(input: {
        readonly paths: readonly string[];
    }): Promise<readonly (string | undefined)[]>;
}
export interface FileStat {
    readonly type: "file" | "directory" | "link" | "other";
    readonly size: number;
    readonly modifiedAt: number;
}
export interface DirectoryEntry {
    readonly name: string;
    readonly type: FileStat["type"];
}

// location.d.ts
export interface Location {
    readonly name: string;
    readonly deployment: string;
    readonly service?: string;
    readonly hardware?: Hardware;
    readonly local: boolean;
}

// logger.d.ts
export declare const logLevels: readonly ["debug", "info", "warn", "error"];
export type LogLevel = (typeof logLevels)[number];
export interface LogFields {
    readonly run?: string;
    readonly step?: string;
    readonly job?: string;
    readonly plugin?: string;
    readonly [key: string]: Json | undefined;
}
export interface Logger {
    debug(message: string, fields?: LogFields): void;
    info(message: string, fields?: LogFields): void;
    warn(message: string, fields?: LogFields): void;
    error(message: string, fields?: LogFields): void;
    child(fields: LogFields): Logger;
}

// manager.d.ts
export interface Manager extends Partial<AsyncDisposable> {
    open?(input: {
        readonly signal: AbortSignal;
    }): Promise<void>;
    restore(projection: RunProjection): void | Promise<void>;
}

// nearest-name.d.ts
export declare function nearestName(name: string, candidates: Iterable<string>): string | undefined;
export declare function didYouMean(name: string, candidates: Iterable<string>): string | undefined;

// operation.d.ts
export declare const operationPoint: ExtensionPoint<Operation>;
export type Operation = ValueOperation | JobOperation;
export interface ValueOperation {
    readonly kind: "value";
    readonly version: number;
    readonly partial?: boolean;
    evaluate(input: OperationInput): Promise<JsonObject>;
}
export interface JobOperation {
    readonly kind: "job";
    readonly version: number;
    requirements?(input: OperationInput): Promise<Hardware>;
    cacheKey?(input: CacheKeyInput): Promise<Json | undefined>;
    moveTo?(input: OperationInput & {
        readonly target: Target;
    }): Promise<MovedTarget>;
    prepare(input: JobOperationInput): Promise<JobRequest>;
    collect(input: JobOperationInput & {
        readonly exit: JobExit;
        readonly request: JobRequest;
    }): Promise<JsonObject>;
}
export interface MovedTarget {
    readonly target: Target;
    readonly deployment?: DeploymentConfig;
}
export interface OperationInput {
    readonly params: Json;
    readonly inputs: JsonObject;
    readonly step: string;
    readonly tag: string;
    readonly attempt: number;
    readonly context: SluiceContext;
    readonly logger: Logger;
    readonly reporter: Reporter;
    readonly signal: AbortSignal;
}
export interface CacheKeyInput extends OperationInput {
    readonly hardware: Hardware;
}
export interface JobOperationInput extends OperationInput {
    readonly directories: JobDirectories;
    readonly hardware: Hardware;
    readonly files: LocationFiles;
}

// plugin-manifest.d.ts
export interface PluginManifest {
    readonly name?: string;
    readonly module: string;
    readonly purpose: string;
    readonly engine: string;
    readonly requires?: readonly string[];
    readonly extensions?: readonly ManifestExtension[];
    readonly hooks?: readonly ManifestHook[];
    readonly schema?: string | JsonSchema;
    readonly deprecated?: string;
}
export interface ManifestExtension extends Omit<ExtensionDetails, "schema" | "purpose"> {
    readonly point: string;
    readonly apiVersion: number;
    readonly name: string;
    readonly purpose: string;
    readonly schema?: string | JsonSchema;
}
export interface ManifestHook {
    readonly name: HookName;
    readonly description: string;
}
export declare function manifestDetails(manifest: PluginManifest | undefined, point: string, name: string): ExtensionDetails;
export declare function pluginName(packageName: string): string;
export declare function isPluginName(name: string): boolean;
export interface PluginPackage {
    readonly name: string;
    readonly version: string;
    readonly sluice: PluginManifest;
}
export declare function aboutPlugin({ name, version, sluice }: PluginPackage): Omit<Plugin, "setup">;

// plugin.d.ts
export interface Plugin {
    readonly name: string;
    readonly version: string;
    readonly engine: string;
    readonly purpose?: string;
    readonly requires?: readonly string[];
    readonly schema?: JsonSchema;
    readonly deprecated?: string;
    setup(host: PluginHost): unknown;
}
export interface PluginHost {
    provide<T>(point: ExtensionPoint<T>, name: string, implementation: T, details?: ExtensionDetails): void;
    hook<Name extends HookName>(name: Name, handler: HookMap[Name], options?: HookOptions): void;
    on(type: string, handler: (report: Report) => void | Promise<void>): void;
    send(message: {
        readonly type: string;
        readonly data: JsonObject;
        readonly run?: string;
        readonly to?: string;
    }): void;
    onDispose(dispose: () => void | Promise<void>): void;
    readonly options: JsonObject;
    readonly logger: Logger;
    readonly context: SluiceContext;
    plugin(name: string): unknown;
}
export interface HookOptions {
    readonly order?: HookOrder;
    readonly description?: string;
}
export declare function definePlugin(plugin: Plugin): Plugin;

// policy.d.ts
export declare const policyPoint: ExtensionPoint<PolicyFactory>;
export interface PolicyFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
    }): Policy | Promise<Policy>;
}
export interface Policy {
    choose(input: {
        readonly request: ScheduleRequest;
        readonly places: readonly Place[];
    }): Place | undefined;
}
export interface Place {
    readonly target: Target;
    readonly location: Location;
    readonly free: Hardware | undefined;
}

// port.d.ts
export type PortId = string;
export interface Port {
    readonly depth: number;
}

// redact-fields.d.ts
export declare function namesSecret(name: string): boolean;
export declare function redactFields(fields: LogFields): LogFields;

// report.d.ts
export interface Report {
    readonly type: string;
    readonly data: JsonObject;
    readonly runId: string;
    readonly key?: string;
    readonly plugin?: string;
}
export interface Reporter {
    report(type: string, data: JsonObject): void;
    on(type: string, handler: (data: JsonObject) => void): Disposable;
}

// run-event.d.ts
export type RunEvent = {
    [Type in keyof RunEventData]: RunEventOf<Type>;
}[keyof RunEventData];
export interface RunEventOf<Type extends keyof RunEventData> {
    readonly type: Type;
    readonly data: RunEventData[Type] & Told;
}
export interface Told {
    readonly told?: number;
}
export type StoredRunEvent = RunEvent & {
    readonly seq: number;
    readonly time: number;
};
export type RunEventType = keyof RunEventData;
export interface StepKey {
    readonly step: StepPath;
    readonly tag: Tag;
    readonly attempt: number;
}
export interface RunEventData {
    readonly run_created: {
        readonly run: string;
        readonly nonce?: string;
        readonly graph: WorkflowGraph;
        readonly inputs: Readonly<Record<string, Token>>;
        readonly secrets?: true;
        readonly options: RunOptions;
        readonly engine: string;
        readonly plugins: Readonly<Record<string, PluginLock>>;
        readonly inputStamps?: Token;
        readonly documentStamps?: Token;
        readonly origin: JsonObject;
    };
    readonly run_started: {
        readonly host: string;
        readonly pid: number;
        readonly engine: string;
        readonly retryFailed: boolean;
        readonly freshAttempts: boolean;
        readonly options?: Partial<RunOptions>;
        readonly acceptedStamps?: Token;
    };
    readonly inputs_opened: StepKey & {
        readonly paths: readonly string[];
        readonly read?: readonly string[];
    };
    readonly job_scheduled: StepKey & {
        readonly job: string;
        readonly deployment: string;
        readonly location: string;
        readonly directory: string;
        readonly local?: true;
        readonly hardware: Hardware;
    };
    readonly job_submitted: StepKey & {
        readonly handle: JobHandle;
        readonly command?: Token;
    };
    readonly step_completed: StepKey & {
        readonly outputs: Readonly<Record<string, Token>>;
        readonly exit?: JobExit;
        readonly answeredBy?: string;
    };
    readonly step_failed: StepKey & {
        readonly error: SerializedError;
        readonly exit?: JobExit;
        readonly retry?: {
            readonly delayMs: number;
        };
        readonly uncounted?: true;
    };
    readonly cancel_requested: {
        readonly reason: string;
    };
    readonly step_cancelled: StepKey & {
        readonly left?: true;
    };
    readonly run_completed: {
        readonly outputs: Readonly<Record<string, Token>>;
    };
    readonly run_failed: {
        readonly outputs: Readonly<Record<string, Token>>;
        readonly failures: readonly StepFailure[];
    };
    readonly run_cancelled: {
        readonly reason: string;
    };
    readonly hooks_told: {
        readonly told: number;
    };
}
export interface PluginLock {
    readonly version: string;
    readonly integrity?: string;
    readonly bundled?: true;
}
export interface StepFailure {
    readonly step: StepPath;
    readonly tag: Tag;
    readonly error: SerializedError;
}
export interface RunOptions {
    readonly onError: "stop" | "continue";
    readonly window: number;
    readonly attempts: number;
    readonly outdir?: string;
    readonly cache?: {
        readonly folder: string;
        readonly store?: string;
    };
    readonly checkInputs?: InputChecks;
    readonly commandScripts?: "all" | "failed";
    readonly frontend?: Json;
}
export declare const eventVersions: Readonly<Record<RunEventType, number>>;

// run-progress.d.ts
export interface RunProgress {
    readonly known: number;
    readonly completed: number;
    readonly failed: number;
    readonly running: number;
    readonly waiting: number;
}
export interface RunResult {
    readonly status: "completed" | "failed" | "cancelled";
    readonly outputs: JsonObject;
    readonly failures: readonly StepFailure[];
}

// run-projection.d.ts
export interface RunProjection {
    readonly run: string;
    readonly jobs: readonly OpenJob[];
    completed(): AsyncIterable<CompletedFiring>;
    failures(): AsyncIterable<FailedAttempt>;
}
export interface OpenJob extends JobPlace {
    readonly key: StepKey;
    readonly hardware: Hardware;
    readonly handle?: JobHandle;
}
export interface JobPlace {
    readonly job: string;
    readonly deployment: string;
    readonly location: string;
    readonly directory: string;
}
export interface CompletedFiring {
    readonly key: StepKey;
    readonly place?: JobPlace;
    readonly outputs: () => Promise<JsonObject>;
}
export interface FailedAttempt {
    readonly key: StepKey;
    readonly error: SerializedError;
    readonly exit?: JobExit;
    readonly place?: JobPlace;
    readonly retried: boolean;
}

// run-reporter.d.ts
export declare const reporterPoint: ExtensionPoint<RunReporterFactory>;
export interface RunReporterFactory {
    create(input: {
        readonly options: JsonObject;
        readonly run: string;
        readonly name: string;
        readonly out: (text: string) => void;
        readonly err: (text: string) => void;
    }): RunReporter | Promise<RunReporter>;
}
export interface RunReporter extends Partial<AsyncDisposable> {
    event(event: StoredRunEvent, progress: RunProgress): void;
    end?(result: RunResult): void | Promise<void>;
}

// scheduler.d.ts
export declare const schedulerPoint: ExtensionPoint<SchedulerFactory>;
export interface SchedulerFactory {
    create(input: {
        readonly options: JsonObject;
        readonly context: SluiceContext;
        readonly policy: (deployment: string) => Policy;
    }): Scheduler | Promise<Scheduler>;
}
export interface Scheduler extends Manager {
    allocate(input: ScheduleRequest): Promise<Allocation>;
    adopt(input: {
        readonly job: string;
        readonly location: Location;
        readonly hardware: Hardware;
    }): Allocation;
    forget?(input: {
        readonly job: string;
    }): void;
}
export interface ScheduleRequest {
    readonly job: string;
    readonly label: string;
    readonly run?: string;
    readonly key?: StepKey;
    readonly hardware: Hardware;
    readonly candidates: readonly {
        readonly target: Target;
        readonly locations: readonly Location[];
    }[];
    readonly data?: () => readonly DataLocation[];
    readonly signal: AbortSignal;
}
export interface Allocation extends Disposable {
    readonly target: Target;
    readonly location: Location;
    readonly hardware: Hardware;
}

// secret-store.d.ts
export declare const secretStorePoint: ExtensionPoint<SecretStoreFactory>;
export interface SecretStoreFactory {
    create(input: {
        readonly options: JsonObject;
        readonly configDir: string;
        readonly logger: Logger;
    }): SecretStore | Promise<SecretStore>;
}
export interface SecretStore extends Partial<AsyncDisposable> {
    read(input: {
        readonly key: string;
        readonly signal: AbortSignal;
    }): Promise<string>;
}

// shortage.d.ts
export interface Shortage {
    readonly of: "space" | "descriptors" | "processes" | "memory";
    readonly errno?: string;
}
export declare function shortageOf(thrown: unknown): Shortage | undefined;

// source-position.d.ts
export interface SourcePosition {
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
export declare function formatPosition(position: SourcePosition): string;

// status.d.ts
export type RunStatus = "created" | "running" | "completed" | "failed" | "cancelled";
export type JobState = "queued" | "running" | "exited" | "lost";

// step.d.ts
export type StepPath = string;
export type Step = ExecuteStep | TransformStep | ConditionalStep | ScatterStep | GatherStep | CombineStep | LoopStep;
export type StepKind = Step["kind"];
export type StepInput = {
    readonly port: PortId;
} | {
    readonly value: Json;
};
export interface OperationRef {
    readonly name: string;
    readonly version: number;
    readonly params: Json;
}
export interface ExecuteStep extends StepBase {
    readonly kind: "execute";
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly more?: true;
    readonly operation: OperationRef;
    readonly hardware?: Hardware;
    readonly updates?: true;
    readonly hardwarePosition?: SourcePosition;
}
export interface TransformStep extends StepBase {
    readonly kind: "transform";
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly more?: true;
    readonly operation: OperationRef;
}
export interface ConditionalStep extends StepBase {
    readonly kind: "conditional";
    readonly operation: OperationRef;
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly otherwise: readonly PortId[];
}
export type ScatterMethod = "dotproduct" | "nested_crossproduct" | "flat_crossproduct";
export interface ScatterStep extends StepBase {
    readonly kind: "scatter";
    readonly method: ScatterMethod;
    readonly scatter: readonly string[];
    readonly position?: SourcePosition;
    readonly outputs: Readonly<Record<string, PortId>>;
}
export interface GatherStep extends StepBase {
    readonly kind: "gather";
    readonly scatter: StepPath;
    readonly outputs: Readonly<Record<string, PortId>>;
}
export interface CombineStep extends StepBase {
    readonly kind: "combine";
    readonly method: "list" | "first";
    readonly order: readonly string[];
    readonly output: PortId;
}
export interface LoopStep extends StepBase {
    readonly kind: "loop";
    readonly condition: OperationRef;
    readonly body: Readonly<Record<string, PortId>>;
    readonly next: Readonly<Record<string, PortId>>;
    readonly results: Readonly<Record<string, PortId>>;
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly collect: "last" | "all";
}

// tag.d.ts
export type Tag = string;
export declare const rootTag: Tag;
export declare function childTag(tag: Tag, index: number): Tag;
export declare function tagDepth(tag: Tag): number;
export declare function ancestorTag(tag: Tag, depth: number): Tag;
export declare function tagPath(tag: Tag, depth: number): number[];

// target.d.ts
export interface Target {
    readonly deployment: string;
    readonly service?: string;
    readonly locations: number;
    readonly workdir?: string;
}
export interface Service {
    readonly name: string;
    readonly deployment: string;
}

// token.d.ts
export type Token = ValueToken | BlobToken | ItemToken | ListToken;
export interface ValueToken {
    readonly value: Json;
}
export interface BlobToken {
    readonly blob: BlobRef;
}
export interface ItemToken {
    readonly item: BlobRef;
    readonly index: number;
}
export interface ListToken {
    readonly list: readonly Token[];
}
export interface BlobRef {
    readonly digest: string;
    readonly bytes: number;
    readonly length?: number;
}
export declare const inlineLimit: number;
export interface TokenReader {
    read(token: Token): Promise<Json>;
}
export declare function listLength(token: Token): number | undefined;
export declare function listItem(token: Token, index: number): Token;

// transfer-scheme.d.ts
export declare const transferSchemePoint: ExtensionPoint<TransferScheme>;
export interface TransferScheme {
    fetch(input: {
        readonly uri: string;
        readonly target: string;
        readonly limit?: number;
        readonly signal: AbortSignal;
        readonly progress?: () => void;
    }): Promise<void>;
}

// utf8-text.d.ts
export declare function utf8Text(bytes: Uint8Array, { name, isCut }: {
    readonly name: string;
    readonly isCut: boolean;
}): string;

// workflow.d.ts
export interface WorkflowGraph {
    readonly format: 1;
    readonly name: string;
    readonly frontend: string;
    readonly inputs: Readonly<Record<string, PortId>>;
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly outputNames?: Readonly<Record<string, OutputFile>>;
    readonly ports: Readonly<Record<PortId, Port>>;
    readonly steps: Readonly<Record<StepPath, Step>>;
    readonly definitions: Readonly<Record<string, Json>>;
}
export interface OutputFile {
    readonly class: "File" | "Directory";
    readonly basename: string;
}
export declare const startPort: PortId;
