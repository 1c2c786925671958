// The public API of @sluice/cwl/yaml. Written by `npm run api`.

// parse-yaml.d.ts
export declare function parseYaml(source: SourceText): YamlNode | undefined;

// tree-builder.d.ts
export declare const maxDepth = 100;

// read-document.d.ts
export declare const defaultDocumentBytes: number;
export interface ReadDocumentOptions {
    readonly name: string;
    readonly limit?: number | undefined;
    readonly named?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}
export declare function readDocumentBytes(path: string, options: ReadDocumentOptions): Promise<Buffer>;

// open-stream.d.ts
export declare function isStandardInput(path: string): boolean;
export declare function isOwnStream(path: string): boolean;

// source-text.d.ts
export declare class SourceText {
    #private;
    readonly uri: string;
    readonly text: string;
    readonly mayNameFiles: boolean;
    constructor(uri: string, text: string, mayNameFiles?: boolean);
    positionAt(offset: number): SourcePosition;
}
export declare function displayName(uri: string): string;
export declare function pathOfUri(uri: string): string | undefined;

// scalar-offset.d.ts
export declare function offsetInScalar(node: YamlScalar, index: number): number;

// yaml-node.d.ts
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;
export interface YamlScalar extends NodePlace {
    readonly kind: "scalar";
    readonly value: null | boolean | number | string;
    readonly exact?: ExactNumber;
    readonly included?: SourceText;
}
export interface YamlSequence extends NodePlace {
    readonly kind: "sequence";
    readonly items: YamlNode[];
}
export interface YamlMapping extends NodePlace {
    readonly kind: "mapping";
    readonly entries: Map<string, YamlEntry>;
}
export interface YamlEntry {
    readonly source: SourceText;
    readonly keyStart: number;
    value: YamlNode;
}
export declare function setOwn<Value>(object: Record<string, Value>, key: string, value: Value): void;
export declare function childOf(node: YamlNode | undefined, key: string): YamlNode | undefined;
export declare function textAt(node: YamlNode | undefined, key: string): string | undefined;
