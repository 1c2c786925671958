// The public API of @sluice/connector-kit. Written by `npm run api`.

// exit-record.d.ts
export declare function parseExitRecord(text: string): JobExit | undefined;
export declare function formatExitRecord(exit: {
    readonly code: number;
    readonly timedOut?: boolean;
}): string;
export declare function signalName(code: number): string | undefined;

// files/checksum-file.d.ts
export declare function checksumFile(path: string | Buffer, size: number): Promise<string>;

// files/directory-entries.d.ts
export interface NamedEntry {
    readonly name: Buffer;
    readonly type: "file" | "directory" | "link" | "other";
}
export declare function directoryEntries(path: string | Buffer): Generator<NamedEntry, void, undefined>;

// files/open-file.d.ts
export declare const readingFlags: number;
export declare function openFile(path: string | Buffer): {
    readonly file: number;
    readonly size: number;
};

// files/local-files.d.ts
export declare function createLocalFiles(): LocationFiles;

// files/read-start.d.ts
export declare function readStart(path: string, limit: number): string;

// job-files.d.ts
export interface JobFiles {
    readonly pid: string;
    readonly exit: string;
    readonly timedOut: string;
}
export declare function jobFiles(directory: string): JobFiles;

// job-processes.d.ts
export interface JobProcessesQuery {
    readonly wrapper?: number;
    readonly directory: string;
}
export declare function findJobProcesses(jobs: readonly JobProcessesQuery[]): ProcessEntry[][];
export declare function signalAll(pids: readonly number[], signal: NodeJS.Signals): void;

// job-script.d.ts
export declare const shellPrelude = "\ntrap sluice_asked=1 HUP INT QUIT TERM\ntrap : PIPE ALRM USR1 USR2\nsluice_pu=0m0s sluice_ps=0m0s\nsluice_end() {\n  u=$sluice_pu s=$sluice_ps t=\n  { times; } >\"$3\" && { read -r u s; read -r u s; } <\"$3\"\n  if [ -n \"$4\" ] && [ -e \"$4\" ]; then t=',\"timedOut\":true'; fi\n  if [ -n \"$sluice_asked\" ]; then t=\"$t,\\\"interrupted\\\":true\"; fi\n  j=\"{\\\"code\\\":$1,\\\"cpu\\\":[\\\"$u\\\",\\\"$s\\\",\\\"$sluice_pu\\\",\\\"$sluice_ps\\\"]$t}\"\n  sluice_pu=$u sluice_ps=$s\n  printf '%s\\n' \"$j\" >\"$3\"\n  printf '%s %s\\n' \"$2\" \"$j\"\n}\nsluice_guard() {\n  trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2\n  sleep \"$1\"\n  n=$2\n  while [ \"$n\" -gt 0 ]; do sleep 5; n=$((n - 1)); done\n  : >\"$4\"\n  kill -TERM 0\n  sleep \"$3\"\n  printf '{\"code\":137,\"timedOut\":true}\\n' >\"$5\"\n  kill -KILL 0\n}\n";
export interface JobScriptInput extends Omit<JobRequest, "staging" | "stdout" | "stderr"> {
    readonly id: string;
    readonly jobDirectory: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly timeoutGrace?: number;
    readonly node: string;
}
export declare function jobScript(job: JobScriptInput): string;

// peak-memory.d.ts
export interface PeakMemory {
    peak(wrapper: number): number | undefined;
    sample(wrapper: number): void;
    forget(wrapper: number): void;
}
export declare function createPeakMemory(): PeakMemory;

// persistent-shell.d.ts
export interface PersistentShellOptions {
    readonly shell: string;
    readonly prelude: string;
    readonly onLine: (line: string) => void;
    readonly onComplaint: (text: string) => void;
    readonly onEnd: (signal: NodeJS.Signals | undefined) => void;
}
export interface PersistentShell {
    readonly identity: ProcessIdentity;
    write(text: string): void;
    hold(on: boolean): void;
    end(): void;
}
export declare function createPersistentShell(options: PersistentShellOptions): PersistentShell;
export declare class ProcessRefused extends SluiceError {
    #private;
    constructor(program: string, told: Promise<unknown[]>);
    reason(): Promise<unknown>;
}

// pid-file.d.ts
export interface PidFileWriter {
    mark(file: string): boolean;
}
export declare function createPidFileWriter(identity: ProcessIdentity): PidFileWriter;
export declare function readPidFile(file: string): ProcessIdentity | undefined;
export declare function identityOf(value: unknown): ProcessIdentity | undefined;

// process-identity.d.ts
export interface ProcessIdentity {
    readonly pid: number;
    readonly start: string;
    readonly place?: ProcessPlace;
}
export declare function identifyProcess(pid: number): ProcessIdentity | undefined;
export declare function isProcessAlive(identity: ProcessIdentity): boolean;
export declare function statFields(text: string): string[];

// process-place.d.ts
export interface ProcessPlace {
    readonly host: string;
    readonly machine?: string;
    readonly boot?: string;
    readonly namespace?: string;
}
export type ProcessSight = {
    readonly state: "running";
    readonly pid: number;
} | {
    readonly state: "gone";
} | {
    readonly state: "unknown";
};
export declare function processPlace(): ProcessPlace;
export declare function sightProcess(identity: ProcessIdentity, here?: ProcessPlace): ProcessSight;
export declare function placeName({ host, namespace }: ProcessPlace): string;

// process-table.d.ts
export interface ProcessEntry {
    readonly pid: number;
    readonly parent: number;
    readonly group: number;
    readonly session: number;
    readonly terminal: boolean;
}

// quote.d.ts
export declare function quote(word: string): string;
export declare function quoteArgv(argv: readonly string[]): string;

// shell-pool.d.ts
export type ShellAnswer = {
    readonly type: "line";
    readonly text: string;
} | {
    readonly type: "died";
    readonly signal: NodeJS.Signals | undefined;
};
export interface ShellLease {
    readonly identity: ProcessIdentity;
    run(input: {
        readonly key: string;
        readonly text: string;
        readonly onEnd: (answer: ShellAnswer) => void;
    }): void;
    release(): void;
    retire(): void;
}
export interface ShellPool extends AsyncDisposable {
    acquire(): ShellLease;
}
export declare function createShellPool(options: {
    readonly shell: string;
    readonly prelude: string;
    readonly onComplaint: (text: string) => void;
    readonly onShellEnd?: (identity: ProcessIdentity) => void;
}): ShellPool;
