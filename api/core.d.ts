// The public API of @sluice/core. Written by `npm run api`.

// index.d.ts
export type { RunProgress, RunResult } from "@sluice/contracts";

// create-engine.d.ts
export interface EngineOptions extends HostOptions {
    readonly home?: string;
    readonly database?: Database;
    readonly managers?: ManagerChoices;
    readonly deployments?: readonly DeploymentConfig[];
    readonly bindings?: readonly Binding[];
    readonly bindingFilters?: Readonly<Record<string, Choice>>;
    readonly policies?: Readonly<Record<string, Choice>>;
    readonly locateDeployment?: (name: string) => Locate | undefined;
    readonly secrets?: Readonly<Record<string, SecretReference>>;
}
export interface Engine extends Host {
    readonly context: SluiceContext;
    readonly database: Database;
    createRun(input: CreateRunInput): Promise<Run>;
    resumeRun(input: ResumeRunInput): Promise<Run>;
    hideSecret(text: string): void;
}
export interface CreateRunInput {
    readonly graph: WorkflowGraph;
    readonly inputs: JsonObject;
    readonly options?: Partial<RunOptions>;
    readonly plugins?: readonly Plugin[];
    readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
    readonly name?: string;
    readonly origin?: JsonObject;
    readonly documents?: readonly string[];
    readonly lookedFor?: readonly string[];
    readonly secrets?: readonly string[];
    readonly runId?: string;
}
export interface ResumeRunInput {
    readonly run: string;
    readonly options?: Partial<RunOptions>;
    readonly plugins?: readonly Plugin[];
    readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
    readonly retryFailed?: boolean;
    readonly allowUpgrade?: boolean;
    readonly acceptChanges?: boolean;
    readonly assumeLost?: boolean;
}
export declare function createEngine(options?: EngineOptions): Promise<Engine>;

// create-host.d.ts
export interface HostOptions {
    readonly plugins?: readonly Plugin[];
    readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
    readonly sources?: readonly PluginSource[];
    readonly configDir?: string;
    readonly logger?: Logger;
    readonly hookTimeout?: number;
    readonly timeouts?: Partial<Timeouts>;
}
export interface Host extends AsyncDisposable {
    readonly plugins: readonly PluginState[];
    extension<T>(point: ExtensionPoint<T>, name: string): T;
    extensions<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
    frontend(name: string): Frontend;
    frontends(): ReadonlyMap<string, Frontend>;
    readonly frontendContext: FrontendContext;
}
export declare function createHost(options?: HostOptions): Promise<Host>;

// plugins/check-lock.d.ts
export declare function checkLock(input: {
    readonly run: string;
    readonly locked: Readonly<Record<string, PluginLock>>;
    readonly present: Readonly<Record<string, PluginLock>>;
}): void;

// plugins/check-options.d.ts
export declare function checkOptions(input: OptionsInput): Promise<JsonObject>;

// plugins/find-extension.d.ts
export declare function createExtensionFinder(registry: () => Registry): SluiceContext["extension"];

// plugins/schema-fault.d.ts
export type Locate = (path: readonly string[], part?: "key" | "value") => SourcePosition | undefined;

// plugins/error-place.d.ts
export declare function errorPlace(thrown: unknown, path: string): string | undefined;

// plugins/plugin-at-work.d.ts
export declare function pluginAtWork(): string | undefined;
export declare function nameHooks(): void;

// plugins/plugin-host.d.ts
export interface PluginSet extends AsyncDisposable {
    readonly registry: Registry;
    readonly hooks: HookBus;
    readonly states: readonly PluginState[];
    lock(): Promise<Readonly<Record<string, PluginLock>>>;
    plugin(name: string): unknown;
}
export declare function setUpPlugins(input: PluginSetInput): Promise<PluginSet>;

// plugins/plugin-source.d.ts
export interface PluginSource {
    readonly name: string;
    readonly origin: "bundled" | "program" | "run" | "config" | "package" | "user";
    readonly load: () => Plugin | Promise<Plugin>;
    readonly manifest?: PluginManifest;
    readonly version?: string;
    readonly path?: string;
    readonly reference?: string;
    readonly fault?: SluiceError;
    readonly silent?: boolean;
    readonly options?: JsonObject;
    readonly locate?: Locate;
    readonly overrides?: readonly string[];
    readonly integrity?: () => Promise<string>;
}
export interface PluginState {
    readonly name: string;
    readonly origin: PluginSource["origin"];
    readonly version?: string;
    readonly reference?: string;
    readonly error?: Error;
    readonly place?: string;
    readonly extensions?: readonly ProvidedExtension[];
    readonly hooks?: readonly ManifestHook[];
    readonly schema?: JsonSchema;
}
export interface ProvidedExtension extends ExtensionDetails {
    readonly point: string;
    readonly apiVersion: number;
    readonly name: string;
}

// plugins/own-implementation.d.ts
export declare function ownImplementation(implementation: object, caller: Caller & {
    readonly bundled: boolean;
}, border: Border): object;
export declare function asOwned<Target extends object>(target: Target, owner: Caller): Target;
export declare function ownerOf(target: object): Caller | undefined;

// plugins/tell-deprecated.d.ts
export type TellDeprecated = (named: Named) => void;
export declare function createDeprecationTeller(logger: Logger): TellDeprecated;

// plugins/registry.d.ts
export interface Registry {
    add(entry: RegistryEntry): Disposable;
    get<T>(point: ExtensionPoint<T>, name: string): T;
    all<T>(point: ExtensionPoint<T>): ReadonlyMap<string, T>;
    entry(point: ExtensionPoint<unknown>, name: string): RegistryEntry;
    entries(): readonly RegistryEntry[];
}
export interface RegistryEntry {
    readonly point: ExtensionPoint<unknown>;
    readonly name: string;
    readonly implementation: unknown;
    readonly plugin: string;
    readonly details: ExtensionDetails;
}

// open-managers.d.ts
export interface Choice {
    readonly type?: string;
    readonly options?: JsonObject;
    readonly position?: SourcePosition | undefined;
    readonly locate?: Locate | undefined;
}
export interface ManagerChoices {
    readonly database?: Choice;
    readonly scheduler?: Choice;
    readonly deploymentManager?: Choice;
    readonly dataManager?: Choice;
    readonly checkpointManager?: Choice;
    readonly failureManager?: Choice;
}

// secrets/hidden-texts.d.ts
export interface HiddenTexts {
    add(text: string): void;
    logger(inner: Logger): Logger;
    error(error: SerializedError): SerializedError;
    json(value: Json): Json;
}
export declare function createHiddenTexts(): HiddenTexts;

// secrets/secret-reader.d.ts
export type SecretReference = StoredSecret | {
    readonly value: string;
};
export interface StoredSecret {
    readonly store?: string;
    readonly key: string;
    readonly options?: JsonObject;
    readonly locate?: Locate | undefined;
}
export interface SecretReader extends AsyncDisposable {
    resolve(value: JsonObject, registry: Registry): Promise<JsonObject>;
}
export declare function createSecretReader(input: {
    readonly secrets: Readonly<Record<string, SecretReference>>;
    readonly configDir: string;
    readonly logger: Logger;
    readonly signal: AbortSignal;
    readonly hidden?: HiddenTexts;
}): SecretReader;

// builtin/local/local-connector.d.ts
export declare const localConnectorFactory: {
    create: typeof createLocalConnector;
};

// boot-id.d.ts
export declare function isSameBoot(left: string, right: string): boolean;

// data/discard-jobs.d.ts
export declare function discardFolder(directory: string, keepLogs: boolean): Promise<void>;

// data/altered-since.d.ts
export declare function alteredFile(said: {
    readonly path: string;
    readonly size?: number;
    readonly checksum?: string;
}, since: number): Promise<AlteredFile | undefined>;
export declare function writtenSince(path: string, { since, folder, signal }: {
    readonly since: number;
    readonly folder: string;
    readonly signal: AbortSignal;
}): Promise<number | undefined>;

// data/cache/folder-cache-store.d.ts
export declare const folderCacheStoreFactory: {
    create({ options, logger }: Parameters<CacheStoreFactory["create"]>[0]): CacheStore;
};

// data/data-manager.d.ts
export declare const defaultDataManagerFactory: {
    create: ({ scheme }: Pick<Parameters<DataManagerFactory["create"]>[0], "scheme">) => DataManager;
};

// data/fingerprint/value-fingerprint.d.ts
export interface Fingerprint {
    readonly digest: string;
    changed(signal: AbortSignal): Promise<string | undefined>;
}
export declare function createValueFingerprint(): ValueFingerprint;

// data/fingerprint/canonical-json.d.ts
export declare function canonicalJson(value: Json): string;

// data/stamp/stamp-changes.d.ts
export interface StampChange {
    readonly path: string;
    readonly what: string;
    readonly added?: true;
}
export declare function stampChanges(path: string, before: InputStamp, now: InputStamp | undefined): readonly StampChange[];
export declare function fileChange(before: FileStamp, now: FileStamp): string | undefined;

// data/stamp/take-stamp.d.ts
export interface StampOptions {
    readonly content: boolean;
    readonly skip: ReadonlySet<string>;
    readonly limit?: number;
}
export declare function takeStamp(path: string, options: StampOptions): Promise<InputStamp | undefined>;

// data/local-path.d.ts
export declare function localPath(source: string): string | undefined;

// data/cache/check-brought.d.ts
export declare function checkBrought(outputs: JsonObject, { directory, checksums, signal, }: {
    readonly directory: string;
    readonly checksums: boolean;
    readonly signal: AbortSignal;
}): Promise<void>;

// data/read-tree.d.ts
export declare function isInside(path: string, folder: string): boolean;

// data/stage/entries-inside.d.ts
export declare function stagingOf(request: JobRequest, directory: string): readonly StagingEntry[];

// data/command-script.d.ts
export declare const commandFileName = "command.sh";
export declare function commandScript(label: string, command: JobCommand): string;
export declare function writeCommandScript(folder: string, script: string): void;

// engine/job-folders.d.ts
export interface JobFolders {
    readonly deployment: string;
    readonly location: string;
    readonly local: boolean;
    readonly jobs: readonly {
        readonly job: string;
        readonly directory: string;
    }[];
}
export interface LeftFolders extends Omit<JobFolders, "jobs" | "local"> {
    readonly directories: readonly string[];
    readonly reason: string;
}
export declare function jobFoldersElsewhere(database: Database, run: string): Promise<readonly JobFolders[]>;
export declare function discardJobFolders(input: {
    readonly context: Pick<SluiceContext, "dataManager" | "deploymentManager">;
    readonly run: string;
    readonly places: readonly JobFolders[];
    readonly keepLogs: boolean;
}): Promise<readonly LeftFolders[]>;

// engine/read-journal.d.ts
export interface ReadJournal {
    readonly created: RunEventData["run_created"];
    readonly state: MachineState;
    readonly seq: number;
    readonly backlog: Backlog;
    readonly accepted: readonly Token[];
    readonly opened: ReadonlySet<string>;
    readonly accesses: readonly RunEventData["inputs_opened"][];
}
export declare function readJournal(store: RunStore): Promise<ReadJournal>;

// engine/run.d.ts
export interface Run {
    readonly id: string;
    readonly folder: string;
    subscribe(listener: RunListener): Disposable;
    progress(): RunProgress;
    execute(): Promise<RunResult>;
    cancel(input: {
        readonly reason: string;
        readonly force?: boolean;
    }): Promise<void>;
}
export type RunListener = (event: StoredRunEvent, progress: RunProgress) => void;

// engine/token-store.d.ts
export interface TokenStore extends TokenReader {
    write(value: Json): Promise<Token>;
    writeAll(values: JsonObject): Promise<Record<string, Token>>;
    readAll(tokens: Readonly<Record<string, Token>>): Promise<JsonObject>;
}
export declare function createTokenStore(store: RunStore, renew?: (value: Json) => Json): TokenStore;

// persist/current-holder.d.ts
export declare function currentHolder(): LeaseHolder;

// persist/database-factories.d.ts
export declare const sqliteDatabaseFactory: {
    create({ options, configDir }: {
        readonly options: import("@sluice/contracts").JsonObject;
        readonly configDir: string;
    }): import("@sluice/contracts").Database;
};
export declare const memoryDatabaseFactory: {
    create({ options }: {
        readonly options: import("@sluice/contracts").JsonObject;
        readonly configDir: string;
    }): import("@sluice/contracts").Database;
};

// persist/default-home.d.ts
export declare function defaultHome(environment?: Readonly<NodeJS.ProcessEnv>): string;

// persist/memory-database.d.ts
export interface MemoryDatabaseOptions {
    readonly home?: string;
    readonly now?: () => number;
}
export declare function createMemoryDatabase(options?: MemoryDatabaseOptions): Database;

// persist/remove-folder.d.ts
export declare function removeFolder(folder: string): Promise<void>;

// persist/sqlite-database.d.ts
export interface SqliteDatabaseOptions {
    readonly home: string;
    readonly now?: () => number;
    readonly heartbeatInterval?: number;
    readonly network?: boolean;
}
export interface SqliteDatabase extends Database {
    createRun(input: Parameters<Database["createRun"]>[0]): Promise<SqliteRunStore>;
    openRun(input: Parameters<Database["openRun"]>[0]): Promise<SqliteRunStore>;
}
export declare function createSqliteDatabase(options: SqliteDatabaseOptions): SqliteDatabase;

// persist/sqlite-run-store.d.ts
export interface SqliteRunStore extends RunStore {
    append(input: Parameters<RunStore["append"]>[0]): Extract<ReturnType<RunStore["append"]>, readonly unknown[]>;
    putBlob(input: Parameters<RunStore["putBlob"]>[0]): void;
    getBlob(input: Parameters<RunStore["getBlob"]>[0]): string;
}

// persist/stray-folders.d.ts
export declare function strayFolders(input: {
    readonly home: string;
    readonly olderThan?: number;
    readonly now?: number;
}): string[];

// version.d.ts
export declare const engineVersion = "0.1.0";
