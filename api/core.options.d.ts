// The public API of @sluice/core/options. Written by `npm run api`.

// validate-options.d.ts
export declare function validateOptions(schema: JsonSchema, options: JsonObject, actor: string): Validation;
export declare function createOptionsValidator(): typeof validateOptions;
export declare function validateValue(schema: JsonSchema, value: JsonObject): Validation;
export declare function createSchemaChecker(): (schema: JsonSchema, actor: string) => SluiceError | undefined;
export interface Validation {
    readonly value: JsonObject;
    readonly faults: readonly SchemaFault[];
}

// deprecated-options.d.ts
export interface DeprecatedOption {
    readonly path: readonly string[];
    readonly description: string | undefined;
    readonly isDefault: boolean;
}
export declare function deprecatedOptions(schema: JsonSchema, options: Json, path?: readonly string[]): readonly DeprecatedOption[];

// plain-schema.d.ts
export declare function plainDefaults(schema: JsonSchema, options: JsonObject): JsonObject | undefined;

// schema-fault.d.ts
export interface SchemaFault {
    readonly kind: "unknown-key" | "missing-key" | "name" | "choice" | "type" | "other";
    readonly path: readonly string[];
    readonly text: string;
    readonly known: readonly string[];
}
export declare function optionError(input: {
    readonly fault: SchemaFault;
    readonly actor: string;
    readonly locate: Locate | undefined;
    readonly hint?: string | undefined;
}): SluiceError;
