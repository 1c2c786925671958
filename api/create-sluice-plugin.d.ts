// The public API of create-sluice-plugin. Written by `npm run api`.

// create-plugin.d.ts
export interface CreatePluginInput {
    readonly name: string;
    readonly point: string;
    readonly directory?: string;
}
export interface CreatedPlugin {
    readonly package: string;
    readonly directory: string;
    readonly files: readonly string[];
}
export declare function createPlugin(input: CreatePluginInput): Promise<CreatedPlugin>;

// templates.d.ts
export declare function templateNames(): readonly string[];
