// The public API of @sluice/core/host. Written by `npm run api`.

// create-host.d.ts
export interface HostOptions {
    readonly plugins?: readonly Plugin[];
    readonly pluginOptions?: Readonly<Record<string, JsonObject>>;
    readonly sources?: readonly PluginSource[];
    readonly configDir?: string;
    readonly logger?: Logger;
    readonly hookTimeout?: number;
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
    readonly plugins: PluginSet;
    readonly reports: ReportBus;
    readonly late: LateContext;
    readonly logger: Logger;
    readonly configDir: string;
    readonly closing: AbortController;
    readonly secrets: SecretReader;
    readonly tellDeprecated: TellDeprecated;
}
export declare function createHost(options?: HostOptions): Promise<Host>;
export declare function hostView({ plugins }: HostParts): Omit<Host, "frontendContext" | keyof AsyncDisposable>;
export declare function openHost(options: HostOptions, secrets?: Readonly<Record<string, SecretReference>>): Promise<HostParts>;
export declare function programSource(plugin: Plugin, origin: "program" | "run", options?: Readonly<Record<string, JsonObject>>): PluginSource;
export type { PluginSource, PluginState };
