// The public API of @sluice/core/host. Written by `npm run api`.

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
export interface HostParts {
    readonly clock: AnswerClock;
    readonly plugins: PluginSet;
    readonly reports: ReportBus;
    readonly late: LateContext;
    readonly logger: Logger;
    readonly configDir: string;
    readonly closing: AbortController;
    readonly secrets: SecretReader;
    readonly hidden: HiddenTexts;
    readonly tellDeprecated: TellDeprecated;
}
export declare function createHost(options?: HostOptions): Promise<Host>;
export declare function hostView({ plugins }: HostParts): Omit<Host, "frontendContext" | keyof AsyncDisposable>;
export declare function openHost(options: HostOptions, secrets?: Readonly<Record<string, SecretReference>>): Promise<HostParts>;
export declare function programSources({ plugins, pluginOptions }: Pick<HostOptions, "plugins" | "pluginOptions">, origin: "program" | "run"): PluginSource[];
export type { PluginSource, PluginState };

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
