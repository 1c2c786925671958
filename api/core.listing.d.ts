// The public API of @sluice/core/listing. Written by `npm run api`.

// builtin/manifest.d.ts
export declare const builtinManifest: PluginManifest;

// persist/default-home.d.ts
export declare function defaultHome(environment?: Readonly<NodeJS.ProcessEnv>): string;

// plugins/version-range.d.ts
export declare function satisfies(version: string, range: string): boolean;

// version.d.ts
export declare const engineVersion = "0.1.0";
