// The public API of @sluice/testkit/fakes. Written by `npm run api`.

// batch-system/batch-system.d.ts
export interface FakeBatchSystemInput {
    readonly slots?: number;
    readonly queueDelay?: number;
    readonly accountingDelay?: number;
    readonly killWait?: number;
    readonly minute?: number;
}
export interface FakeBatchSystem extends FakeCommands {
    jobs(): Promise<readonly BatchJobRecord[]>;
    hold(): Promise<void>;
    release(): Promise<void>;
    failNode(id: string): Promise<void>;
    forget(id: string): Promise<void>;
}
export declare function fakeBatchSystem(input?: FakeBatchSystemInput): Promise<FakeBatchSystem>;

// batch-system/batch-store.d.ts
export type BatchState = "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED" | "TIMEOUT" | "NODE_FAIL";
export interface BatchJobRecord {
    readonly id: string;
    readonly name: string;
    readonly script: string;
    readonly arguments: readonly string[];
    readonly directory: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly comment: string;
    readonly limit?: number;
    readonly resources: Readonly<Record<string, string>>;
    readonly state: BatchState;
    readonly pid?: number;
    readonly exitCode?: number;
    readonly signal?: number;
    readonly submittedAt: number;
    readonly startedAt?: number;
    readonly endedAt?: number;
}

// command/command-state.d.ts
export interface Fault {
    readonly command: string;
    readonly status?: number;
    readonly message?: string;
    readonly times?: number;
}

// command/fake-command.d.ts
export interface FakeCommands extends AsyncDisposable {
    readonly bin: string;
    readonly path: string;
    calls(): Promise<readonly (readonly string[])[]>;
    fail(fault: Fault): Promise<void>;
}

// container-engine/container-engine.d.ts
export interface FakeContainerEngineInput {
    readonly name?: string;
    readonly images?: readonly string[];
    readonly startDelay?: number;
}
export interface FakeContainerEngine extends FakeCommands {
    readonly executable: string;
    containers(): Promise<readonly ContainerRecord[]>;
}
export declare function fakeContainerEngine(input?: FakeContainerEngineInput): Promise<FakeContainerEngine>;

// container-engine/container-store.d.ts
export interface ContainerRecord {
    readonly id: string;
    readonly name: string;
    readonly image: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly labels: Readonly<Record<string, string>>;
    readonly mounts: readonly {
        readonly source: string;
        readonly target: string;
        readonly readonly: boolean;
    }[];
    readonly directory: string;
    readonly temporary: boolean;
    readonly status: "created" | "running" | "exited";
    readonly pid?: number;
    readonly exitCode?: number;
    readonly createdAt: number;
    readonly startedAt?: number;
    readonly endedAt?: number;
}

// fake-clock.d.ts
export interface FakeClock {
    readonly now: () => number;
    readonly setTimeout: (callback: () => void, milliseconds?: number) => FakeTimer;
    readonly clearTimeout: (timer: FakeTimer | undefined) => void;
    readonly sleep: (milliseconds: number, options?: {
        readonly signal?: AbortSignal;
    }) => Promise<void>;
    readonly advance: (milliseconds: number) => Promise<void>;
    readonly pending: () => number;
}
export interface FakeTimer {
    readonly id: number;
}
export declare function fakeClock(start?: number): FakeClock;

// fake-context.d.ts
export interface FakeContextInput extends Partial<Omit<SluiceContext, "plugin" | "extension" | "logger">> {
    readonly logger?: Logger;
    readonly plugins?: Readonly<Record<string, unknown>>;
    readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
export declare function fakeContext(input?: FakeContextInput): SluiceContext;

// fake-database.d.ts
export declare function fakeDatabase(input?: {
    readonly now?: () => number;
}): Database;

// fake-host.d.ts
export interface ProvidedExtension {
    readonly point: ExtensionPoint<unknown>;
    readonly name: string;
    readonly implementation: unknown;
    readonly details: ExtensionDetails;
}
export interface AddedHook {
    readonly name: HookName;
    readonly handler: HookMap[HookName];
    readonly options: HookOptions;
}
export interface FakeHost extends PluginHost, AsyncDisposable {
    readonly logger: FakeLogger;
    readonly provided: readonly ProvidedExtension[];
    readonly hooks: readonly AddedHook[];
    readonly sent: readonly Parameters<PluginHost["send"]>[0][];
    extension<T>(point: ExtensionPoint<T>, name: string): T;
    listensTo(type: string): boolean;
    report(report: Report): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
export declare function fakeHost(input?: {
    readonly options?: JsonObject;
    readonly context?: SluiceContext;
    readonly plugins?: Readonly<Record<string, unknown>>;
}): FakeHost;

// fake-logger.d.ts
export interface LogEntry {
    readonly level: LogLevel;
    readonly message: string;
    readonly fields: LogFields;
}
export interface FakeLogger extends Logger {
    readonly entries: readonly LogEntry[];
    text(): string;
}
export declare function fakeLogger(): FakeLogger;

// fake-managers.d.ts
export type FakeManagers = Pick<SluiceContext, "database" | "scheduler" | "deploymentManager" | "dataManager" | "checkpointManager" | "failureManager">;
export declare function fakeManagers(): FakeManagers;

// fake-reporter.d.ts
export interface FakeReporter extends Reporter {
    readonly reports: readonly {
        readonly type: string;
        readonly data: JsonObject;
    }[];
    send(type: string, data: JsonObject): void;
}
export declare function fakeReporter(): FakeReporter;

// function-service.d.ts
export interface FakeFunctionServiceInput {
    readonly functions: Readonly<Record<string, (input: Json) => Json | Promise<Json>>>;
    readonly coldStart?: number;
    readonly concurrency?: number;
}
export interface FunctionFault {
    readonly function?: string;
    readonly status?: number;
    readonly times?: number;
}
export interface FunctionCall {
    readonly id: string;
    readonly function: string;
    readonly input: Json;
    readonly state: "running" | "succeeded" | "failed";
    readonly result?: Json;
    readonly error?: string;
    readonly cold: boolean;
}
export interface FakeFunctionService extends AsyncDisposable {
    readonly url: string;
    readonly calls: readonly FunctionCall[];
    fail(fault: FunctionFault): void;
    cool(): void;
}
export declare function fakeFunctionService(input: FakeFunctionServiceInput): Promise<FakeFunctionService>;

// temporary-folder.d.ts
export interface TemporaryFolder extends AsyncDisposable {
    readonly path: string;
    at(...names: string[]): string;
}
export declare function temporaryFolder(): Promise<TemporaryFolder>;
