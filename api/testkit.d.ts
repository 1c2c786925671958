// The public API of @sluice/testkit. Written by `npm run api`.

// database/database-contract.d.ts
export interface DatabaseContractOptions extends SuiteOptions {
    readonly factory: (input: DatabaseInput) => DatabaseSubject | Promise<DatabaseSubject>;
    readonly capabilities?: readonly "persistent"[];
}
export declare function databaseContract(options: DatabaseContractOptions): void;

// database/database-harness.d.ts
export interface DatabaseSubject extends Partial<AsyncDisposable> {
    readonly database: Database;
    readonly again?: () => Database | Promise<Database>;
}
export interface DatabaseInput {
    readonly now: () => number;
}

// suite/collect.d.ts
export interface CollectedTest {
    readonly name: string;
    readonly run: () => Promise<void>;
}
export interface TestOutcome {
    readonly name: string;
    readonly error?: unknown;
}
export interface Collector {
    readonly test: RegisterTest;
    readonly tests: readonly CollectedTest[];
    run(options?: {
        readonly concurrency?: number;
        readonly timeout?: number;
    }): Promise<readonly TestOutcome[]>;
}
export declare function collect(): Collector;

// suite/register-test.d.ts
export type RegisterTest = (name: string, body: () => Promise<void>) => unknown;
export interface SuiteOptions {
    readonly test: RegisterTest;
    readonly wrapped?: boolean;
    readonly timeout?: number;
}

// binding-filter/binding-filter-contract.d.ts
export interface BindingFilterSample {
    readonly step?: string;
    readonly tag?: string;
    readonly inputs?: JsonObject;
    readonly targets?: readonly Target[];
}
export interface BindingFilterContractOptions extends SuiteOptions {
    readonly factory: () => (BindingFilter & Partial<AsyncDisposable>) | Promise<BindingFilter & Partial<AsyncDisposable>>;
    readonly samples?: readonly BindingFilterSample[];
}
export declare function bindingFilterContract(options: BindingFilterContractOptions): void;

// plugin/plugin-contract.d.ts
export interface PluginContractOptions extends SuiteOptions {
    readonly plugin: Plugin;
    readonly manifest?: PluginManifest;
    readonly folder?: string;
    readonly options?: JsonObject;
    readonly plugins?: Readonly<Record<string, unknown>>;
}
export declare function pluginContract(options: PluginContractOptions): void;

// policy/policy-contract.d.ts
export interface PolicyContractOptions extends SuiteOptions {
    readonly factory: () => (Policy & Partial<AsyncDisposable>) | Promise<Policy & Partial<AsyncDisposable>>;
}
export declare function policyContract(options: PolicyContractOptions): void;

// connector/connector-contract.d.ts
export declare function connectorContract<Subject extends ConnectorSubject>(options: ConnectorContractOptions<Subject>): void;

// connector/connector-subject.d.ts
export interface ConnectorSubject extends Partial<AsyncDisposable> {
    readonly connector: Connector;
    readonly again: () => Connector | Promise<Connector>;
    readonly folder: string;
    readonly storage?: LocationStorage;
}
export interface ConnectorContractOptions<Subject extends ConnectorSubject = ConnectorSubject> extends SuiteOptions {
    readonly factory: () => Subject | Promise<Subject>;
    readonly capabilities: readonly string[];
    readonly environmentAdds?: readonly string[];
    readonly unreachable?: (subject: Subject) => AsyncDisposable | Promise<AsyncDisposable>;
    readonly lose?: (subject: Subject, handle: JobHandle) => Promise<void>;
    readonly patience?: number;
}

// connector/location-storage.d.ts
export interface LocationStorage {
    makeFolder(path: string): Promise<void>;
    write(path: string, contents: string, options?: {
        readonly executable?: boolean;
    }): Promise<void>;
    link(path: string, target: string): Promise<void>;
    read(path: string): Promise<string | undefined>;
}

// scheduler/scheduler-contract.d.ts
export declare function schedulerContract(options: SchedulerContractOptions): void;

// scheduler/scheduler-harness.d.ts
export interface SchedulerContractOptions extends SuiteOptions {
    readonly factory: (input: Pick<Parameters<SchedulerFactory["create"]>[0], "policy">) => Scheduler | Promise<Scheduler>;
}

// suite/projection-of.d.ts
export interface ProjectionInput {
    readonly run?: string;
    readonly jobs?: readonly OpenJob[];
    readonly completed?: readonly (Omit<CompletedFiring, "outputs"> & {
        readonly outputs: JsonObject;
    })[];
    readonly failures?: readonly FailedAttempt[];
}
export declare function projectionOf(input?: ProjectionInput): RunProjection;

// cache-store/cache-store-contract.d.ts
export interface CacheStoreSubject extends Partial<AsyncDisposable> {
    readonly store: CacheStore & Partial<AsyncDisposable>;
    readonly again: () => CacheStore | Promise<CacheStore>;
}
export interface CacheStoreContractOptions<Subject extends CacheStoreSubject = CacheStoreSubject> extends SuiteOptions {
    readonly factory: () => Subject | Promise<Subject>;
    readonly damage?: (subject: Subject) => void | Promise<void>;
}
export declare function cacheStoreContract<Subject extends CacheStoreSubject>(options: CacheStoreContractOptions<Subject>): void;

// checkpoint-manager/checkpoint-manager-contract.d.ts
export interface CheckpointManagerSubject extends Partial<AsyncDisposable> {
    readonly manager: CheckpointManager;
    readonly again: () => CheckpointManager | Promise<CheckpointManager>;
}
export interface CheckpointManagerContractOptions extends SuiteOptions {
    readonly factory: () => CheckpointManagerSubject | Promise<CheckpointManagerSubject>;
    readonly capabilities: readonly "keeps"[];
}
export declare function checkpointManagerContract(options: CheckpointManagerContractOptions): void;

// deployment-manager/deployment-manager-contract.d.ts
export interface DeploymentManagerContractOptions extends SuiteOptions {
    readonly factory: (input: {
        readonly connect: (deployment: DeploymentConfig) => Promise<Connector>;
    }) => DeploymentManager | Promise<DeploymentManager>;
}
export declare function deploymentManagerContract(options: DeploymentManagerContractOptions): void;

// executor/executor-contract.d.ts
export interface ExecutorContractOptions extends SuiteOptions {
    readonly factory: () => Executor | Promise<Executor>;
}
export declare function executorContract(options: ExecutorContractOptions): void;

// failure-manager/failure-manager-contract.d.ts
export interface FailureManagerContractOptions extends SuiteOptions {
    readonly factory: () => FailureManager | Promise<FailureManager>;
    readonly mostAttempts?: number;
}
export declare function failureManagerContract(options: FailureManagerContractOptions): void;

// secret-store/secret-store-contract.d.ts
export interface SecretStoreSubject extends Partial<AsyncDisposable> {
    readonly store: SecretStore;
    readonly secrets: Readonly<Record<string, string>>;
    readonly missing: string;
    readonly logger?: FakeLogger;
}
export interface SecretStoreContractOptions extends SuiteOptions {
    readonly factory: () => SecretStoreSubject | Promise<SecretStoreSubject>;
    readonly waits?: boolean;
}
export declare function secretStoreContract(options: SecretStoreContractOptions): void;

// transfer-scheme/transfer-scheme-contract.d.ts
export interface TransferSchemeSubject extends Partial<AsyncDisposable> {
    readonly scheme: TransferScheme & Partial<AsyncDisposable>;
    readonly contents: Readonly<Record<string, string | Uint8Array>>;
    readonly missing: string;
}
export interface TransferSchemeContractOptions extends SuiteOptions {
    readonly factory: () => TransferSchemeSubject | Promise<TransferSchemeSubject>;
}
export declare function transferSchemeContract(options: TransferSchemeContractOptions): void;

// command/command-contract.d.ts
export interface CommandSample {
    readonly options?: CommandInput["options"];
    readonly arguments?: readonly string[];
    readonly status?: number;
    readonly out?: string | RegExp;
}
export interface CommandContractOptions extends SuiteOptions {
    readonly factory: () => (Command & Partial<AsyncDisposable>) | Promise<Command & Partial<AsyncDisposable>>;
    readonly samples: readonly CommandSample[];
    readonly context?: FakeContextInput;
}
export declare function commandContract(options: CommandContractOptions): void;

// data-manager/data-manager-contract.d.ts
export interface DataManagerContractOptions extends SuiteOptions {
    readonly factory: (input: {
        readonly scheme: (name: string) => TransferScheme | undefined;
    }) => DataManager | Promise<DataManager>;
}
export declare function dataManagerContract(options: DataManagerContractOptions): void;

// docker-translator/docker-translator-contract.d.ts
export interface CWLDockerTranslatorContractOptions extends SuiteOptions {
    readonly factory: (input: {
        readonly wrapper: boolean;
    }) => (CWLDockerTranslator & Partial<AsyncDisposable>) | Promise<CWLDockerTranslator & Partial<AsyncDisposable>>;
    readonly capabilities: readonly "containers"[];
    readonly images?: readonly [string, string];
    readonly refused?: CWLDockerInput["requirement"];
}
export declare function cwlDockerTranslatorContract(options: CWLDockerTranslatorContractOptions): void;

// frontend/frontend-contract.d.ts
export interface FrontendSubject extends Partial<AsyncDisposable> {
    readonly frontend: Frontend;
    readonly document: string;
    readonly texts: Readonly<Record<string, readonly string[]>>;
    readonly inputs?: JsonObject;
    readonly faulty: string;
}
export interface FrontendContractOptions extends SuiteOptions {
    readonly factory: () => FrontendSubject | Promise<FrontendSubject>;
}
export declare function frontendContract(options: FrontendContractOptions): void;

// operation/operation-contract.d.ts
export interface OperationSample {
    readonly params: Json;
    readonly inputs: JsonObject;
    readonly outputs?: JsonObject;
}
export interface OperationSubject extends Partial<AsyncDisposable> {
    readonly operation: Operation;
    readonly samples: readonly OperationSample[];
}
export interface OperationContractOptions extends SuiteOptions {
    readonly factory: () => OperationSubject | Promise<OperationSubject>;
    readonly kind: Operation["kind"];
    readonly context?: FakeContextInput;
}
export declare function operationContract(options: OperationContractOptions): void;

// reporter/reporter-contract.d.ts
export interface ReporterContractOptions extends SuiteOptions {
    readonly factory: () => (RunReporterFactory & Partial<AsyncDisposable>) | Promise<RunReporterFactory & Partial<AsyncDisposable>>;
    readonly options?: JsonObject;
}
export declare function reporterContract(options: ReporterContractOptions): void;

// hooks/hooks-contract.d.ts
export interface HooksContractOptions extends SuiteOptions {
    readonly plugin: Plugin;
    readonly hooks: readonly HookName[];
    readonly options?: JsonObject;
    readonly plugins?: Readonly<Record<string, unknown>>;
    readonly context?: FakeContextInput;
    readonly samples?: readonly HookSample[];
    readonly limit?: number;
}
export declare function hooksContract(options: HooksContractOptions): void;

// hooks/moment.d.ts
export interface HookSample {
    readonly name: string;
    readonly operation: string;
    readonly inputs: JsonObject;
    readonly result: JsonObject;
}
