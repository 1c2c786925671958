// The public API of @sluice/core/listing. Written by `npm run api`.

// builtin/manifest.d.ts
export declare const builtinManifest: PluginManifest;

// persist/default-home.d.ts
export declare function defaultHome(environment?: Readonly<NodeJS.ProcessEnv>): string;

// make-folders.d.ts
export declare function makeFolders(folder: string, mode?: number): void;

// plugins/manifest-fault.d.ts
export declare function manifestFault({ engine, extensions }: PluginManifest, name: string, engineVersion: string): SluiceError | undefined;

// plugins/order-plugins.d.ts
export declare function orderPlugins<Each extends Required>(plugins: readonly Each[], there: (name: string) => boolean, broken?: (name: string) => boolean): PluginOrder<Each>;

// version.d.ts
export declare const engineVersion = "0.1.0";
