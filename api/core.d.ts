// The public API of @sluice/core. Written by `npm run api`.

// create-engine.d.ts
export interface EngineOptions {
    readonly plugins?: readonly Plugin[];
    readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
    readonly home?: string;
    readonly database?: Database;
    readonly configDir?: string;
    readonly deployments?: readonly DeploymentConfig[];
    readonly bindings?: readonly Binding[];
    readonly logger?: Logger;
}
export interface Engine extends AsyncDisposable {
    readonly context: SluiceContext;
    readonly database: Database;
    frontend(name: string): Frontend;
    frontends(): ReadonlyMap<string, Frontend>;
    createRun(input: CreateRunInput): Promise<Run>;
    resumeRun(input: ResumeRunInput): Promise<Run>;
}
export interface CreateRunInput {
    readonly graph: WorkflowGraph;
    readonly inputs: JsonObject;
    readonly options?: Partial<RunOptions>;
    readonly name?: string;
    readonly origin?: JsonObject;
    readonly runId?: string;
}
export interface ResumeRunInput {
    readonly run: string;
    readonly options?: Partial<RunOptions>;
    readonly retryFailed?: boolean;
}
export declare function createEngine(options?: EngineOptions): Promise<Engine>;

// builtin/local/local-connector.d.ts
export declare const localConnectorFactory: ConnectorFactory;

// data/cache/folder-cache-store.d.ts
export declare const folderCacheStoreFactory: CacheStoreFactory;

// data/data-manager.d.ts
export declare const defaultDataManagerFactory: DataManagerFactory;

// data/fingerprint/value-fingerprint.d.ts
export interface ValueFingerprint {
    of(value: Json, signal: AbortSignal): Promise<string>;
}
export declare function createValueFingerprint(): ValueFingerprint;

// engine/read-journal.d.ts
export interface ReadJournal {
    readonly created: RunEventData["run_created"];
    readonly state: MachineState;
    readonly seq: number;
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

// engine/token-store.d.ts
export interface TokenStore extends TokenReader {
    write(value: Json): Promise<Token>;
    writeAll(values: JsonObject): Promise<Record<string, Token>>;
    readAll(tokens: Readonly<Record<string, Token>>): Promise<JsonObject>;
}
export declare function createTokenStore(store: RunStore): TokenStore;

// persist/current-holder.d.ts
export declare function currentHolder(): LeaseHolder;

// persist/database-factories.d.ts
export declare const sqliteDatabaseFactory: DatabaseFactory;
export declare const memoryDatabaseFactory: DatabaseFactory;

// persist/default-home.d.ts
export declare function defaultHome(environment?: Readonly<NodeJS.ProcessEnv>): string;

// persist/event-codec.d.ts
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

// persist/upcasters.d.ts
export type Upcaster = (data: JsonObject) => JsonObject;
export interface EventVocabulary {
    readonly versions: Readonly<Record<string, number>>;
    readonly upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;
}

// version.d.ts
export declare const engineVersion = "0.1.0";
