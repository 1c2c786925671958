// The public API of @sluice/core/options. Written by `npm run api`.

// validate-options.d.ts
export interface SchemaFault {
    readonly kind: "unknown-key" | "missing-key" | "choice" | "type" | "other";
    readonly path: readonly string[];
    readonly text: string;
    readonly known: readonly string[];
}
export declare function validateOptions(schema: JsonSchema, options: JsonObject, actor: string): {
    readonly value: JsonObject;
    readonly faults: readonly SchemaFault[];
};
