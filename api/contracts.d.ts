// The public API of @sluice/contracts. Written by `npm run api`.

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
    }): CacheStore;
}
export interface CacheStore {
    lookup(input: {
        readonly key: string;
        readonly directory: string;
        readonly signal: AbortSignal;
    }): Promise<JsonObject | undefined>;
    store(input: {
        readonly key: string;
        readonly outputs: JsonObject;
        readonly private: readonly string[];
        readonly label: string;
        readonly signal: AbortSignal;
    }): Promise<boolean>;
    list(input: {
        readonly signal: AbortSignal;
    }): Promise<readonly CacheEntry[]>;
    clear(input: {
        readonly usedBefore?: number;
        readonly signal: AbortSignal;
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

// connector.d.ts
export declare const connectorPoint: ExtensionPoint<ConnectorFactory>;
export interface ConnectorFactory {
    create(input: ConnectorInput): Connector;
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
    readonly failureManager: FailureManager;
    readonly configDir: string;
    readonly logger: Logger;
    readonly signal: AbortSignal;
    plugin(name: string): unknown;
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
        readonly scheme?: (name: string) => TransferScheme | undefined;
    }): DataManager;
}
export interface DataManager extends Partial<AsyncDisposable> {
    fetch(input: {
        readonly uri: string;
        readonly limit?: number;
        readonly signal: AbortSignal;
    }): Promise<string>;
    stage(input: {
        readonly entries: readonly StagingEntry[];
        readonly location: Location;
        readonly signal: AbortSignal;
    }): Promise<void>;
    release(input: {
        readonly directories: JobDirectories;
        readonly location: Location;
        readonly signal: AbortSignal;
    }): Promise<void>;
    publish(input: {
        readonly outputs: JsonObject;
        readonly outdir: string;
        readonly owned: string;
        readonly signal: AbortSignal;
    }): Promise<Readonly<Record<string, Json>>>;
}

// database.d.ts
export declare const databasePoint: ExtensionPoint<DatabaseFactory>;
export interface DatabaseFactory {
    create(input: {
        readonly options: JsonObject;
        readonly configDir: string;
    }): Database;
}
export interface Database extends AsyncDisposable {
    createRun(input: {
        readonly run: string;
        readonly name: string;
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
        readonly connect: (deployment: DeploymentConfig) => Connector;
    }): DeploymentManager;
}
export interface DeploymentManager {
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
        readonly summary: "A plugin threw while it was being set up.";
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
export declare function deserializeError(data: SerializedError): SluiceError;
export declare function formatError(error: SluiceError): string;

// extension-point.d.ts
export interface ExtensionPoint<T> {
    readonly id: string;
    readonly apiVersion: number;
    readonly purpose: string;
    readonly stability: "stable" | "experimental";
    readonly type?: T;
}
export declare function extensionPoint<T>(point: Omit<ExtensionPoint<T>, "type">): ExtensionPoint<T>;

// failure-manager.d.ts
export declare const failureManagerPoint: ExtensionPoint<FailureManagerFactory>;
export interface FailureManagerFactory {
    create(input: {
        readonly options: JsonObject;
    }): FailureManager;
}
export interface FailureManager {
    decide(input: {
        readonly key: StepKey;
        readonly error: SerializedError;
        readonly options: RunOptions;
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
        readonly context: SluiceContext;
        readonly signal: AbortSignal;
    }): Promise<LoadedWorkflow>;
}
export interface FrontendOptions {
    readonly strict?: boolean;
    readonly schemas?: boolean;
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
        readonly signal: AbortSignal;
    }): Promise<{
        readonly inputs: JsonObject;
        readonly warnings: readonly SluiceError[];
    }>;
    translate(input: {
        readonly inputs: JsonObject;
    }): Promise<{
        readonly graph: WorkflowGraph;
        readonly inputs: JsonObject;
        readonly warnings: readonly SluiceError[];
    }>;
    references?(): readonly DocumentReference[];
    pack?(): JsonObject;
    jobTemplate?(): string;
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
    readonly beforeNodeExecute: (event: NodeEvent) => void | Promise<void>;
    readonly afterNodeExecute: (event: NodeEvent & {
        readonly result: JsonObject;
        readonly duration: number;
    }) => void | Promise<void>;
    readonly onNodeError: (event: NodeEvent & {
        readonly error: SerializedError;
        readonly duration: number;
        readonly willRetry: boolean;
    }) => void | Promise<void>;
    readonly beforeGraphExecute: (event: GraphEvent) => void | Promise<void>;
    readonly afterGraphExecute: (event: GraphEvent & {
        readonly result: JsonObject;
        readonly duration: number;
    }) => void | Promise<void>;
    readonly onGraphError: (event: GraphEvent & {
        readonly error: SerializedError;
        readonly duration: number;
    }) => void | Promise<void>;
    readonly wrapNodeExecute: (event: NodeEvent, next: () => Promise<NodeAnswer>) => Promise<NodeAnswer>;
}
export type HookName = keyof HookMap;
export type NodeAnswer = {
    readonly outputs: JsonObject;
} | undefined;
export interface NodeEvent {
    readonly runId: string;
    readonly seq: number;
    readonly key: string;
    readonly attempt: number;
    readonly resumed: boolean;
    readonly metadata: {
        readonly name: string;
        readonly kind: StepKind;
        readonly operation: string;
    };
    readonly inputs: () => Promise<JsonObject>;
    readonly reporter: Reporter;
}
export interface GraphEvent {
    readonly runId: string;
    readonly seq: number;
    readonly resumed: boolean;
    readonly rootId: string;
    readonly nodeCount: number;
    readonly isAsync: true;
}
export interface Reporter {
    report(type: string, data: JsonObject): void;
}
export type HookOrder = "pre" | "normal" | "post";

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
export interface JobHandle {
    readonly id: string;
    readonly data: JsonObject;
}
export interface JobStatus {
    readonly id: string;
    readonly state: JobState;
    readonly exit?: JobExit;
    readonly reason?: string;
}
export interface JobExit {
    readonly code: number;
    readonly signal?: string;
    readonly timedOut?: boolean;
    readonly usage: JobUsage;
}
export interface JobUsage {
    readonly startedAt?: number;
    readonly endedAt?: number;
    readonly cpuUser?: number;
    readonly cpuSystem?: number;
    readonly peakMemory?: number;
}

// json.d.ts
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
    readonly [key: string]: Json;
}

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
    }): Promise<readonly DirectoryEntry[]>;
    realpath(input: {
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

// operation.d.ts
export declare const operationPoint: ExtensionPoint<Operation>;
export type Operation = ValueOperation | JobOperation;
export interface ValueOperation {
    readonly kind: "value";
    readonly version: number;
    evaluate(input: OperationInput): Promise<JsonObject>;
}
export interface JobOperation {
    readonly kind: "job";
    readonly version: number;
    requirements?(input: OperationInput): Promise<Hardware>;
    cacheKey?(input: CacheKeyInput): Promise<Json | undefined>;
    prepare(input: JobOperationInput): Promise<JobRequest>;
    collect(input: JobOperationInput & {
        readonly exit: JobExit;
        readonly request: JobRequest;
    }): Promise<JsonObject>;
}
export interface OperationInput {
    readonly params: Json;
    readonly inputs: JsonObject;
    readonly step: string;
    readonly tag: string;
    readonly attempt: number;
    readonly context: SluiceContext;
    readonly logger: Logger;
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

// plugin.d.ts
export interface Plugin {
    readonly name: string;
    readonly version: string;
    readonly engine: string;
    readonly requires?: readonly string[];
    setup(host: PluginHost): unknown;
}
export interface PluginHost {
    provide<T>(point: ExtensionPoint<T>, name: string, implementation: T): void;
    hook<Name extends HookName>(name: Name, handler: HookMap[Name], options?: {
        readonly order?: HookOrder;
    }): void;
    onDispose(dispose: () => void | Promise<void>): void;
    readonly options: JsonObject;
    readonly logger: Logger;
    plugin(name: string): unknown;
}
export declare function definePlugin(plugin: Plugin): Plugin;

// port.d.ts
export type PortId = string;
export interface Port {
    readonly depth: number;
}

// run-event.d.ts
export type RunEvent = {
    [Type in keyof RunEventData]: RunEventOf<Type>;
}[keyof RunEventData];
export interface RunEventOf<Type extends keyof RunEventData> {
    readonly type: Type;
    readonly data: RunEventData[Type];
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
        readonly graph: WorkflowGraph;
        readonly inputs: Readonly<Record<string, Token>>;
        readonly options: RunOptions;
        readonly engine: string;
        readonly plugins: Readonly<Record<string, string>>;
        readonly origin: JsonObject;
    };
    readonly run_started: {
        readonly host: string;
        readonly pid: number;
        readonly engine: string;
        readonly retryFailed: boolean;
        readonly options?: Partial<RunOptions>;
    };
    readonly job_scheduled: StepKey & {
        readonly job: string;
        readonly deployment: string;
        readonly location: string;
        readonly directory: string;
        readonly hardware: Hardware;
    };
    readonly job_submitted: StepKey & {
        readonly handle: JobHandle;
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
    };
    readonly cancel_requested: {
        readonly reason: string;
    };
    readonly step_cancelled: StepKey;
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
    };
    readonly frontend?: Json;
}
export declare const eventVersions: Readonly<Record<RunEventType, number>>;

// scheduler.d.ts
export declare const schedulerPoint: ExtensionPoint<SchedulerFactory>;
export interface SchedulerFactory {
    create(input: {
        readonly options: JsonObject;
    }): Scheduler;
}
export interface Scheduler {
    allocate(input: ScheduleRequest): Promise<Allocation>;
    restore(input: {
        readonly job: string;
        readonly location: Location;
        readonly hardware: Hardware;
    }): Allocation;
}
export interface ScheduleRequest {
    readonly job: string;
    readonly label: string;
    readonly hardware: Hardware;
    readonly candidates: readonly {
        readonly target: Target;
        readonly locations: readonly Location[];
    }[];
    readonly signal: AbortSignal;
}
export interface Allocation extends Disposable {
    readonly target: Target;
    readonly location: Location;
    readonly hardware: Hardware;
}

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
    readonly operation: OperationRef;
    readonly hardware?: Hardware;
}
export interface TransformStep extends StepBase {
    readonly kind: "transform";
    readonly outputs: Readonly<Record<string, PortId>>;
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
    }): Promise<void>;
}

// workflow.d.ts
export interface WorkflowGraph {
    readonly format: 1;
    readonly name: string;
    readonly frontend: string;
    readonly inputs: Readonly<Record<string, PortId>>;
    readonly outputs: Readonly<Record<string, PortId>>;
    readonly ports: Readonly<Record<PortId, Port>>;
    readonly steps: Readonly<Record<StepPath, Step>>;
    readonly definitions: Readonly<Record<string, Json>>;
}
export declare const startPort: PortId;
