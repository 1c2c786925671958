// The public API of @sluice/contracts/cwl. Written by `npm run api`.

// docker-translator.d.ts
export declare const cwlDockerTranslatorPoint: ExtensionPoint<CWLDockerTranslatorFactory>;
export interface CWLDockerTranslatorFactory {
    create(input: {
        readonly options: JsonObject;
        readonly wrapper: boolean;
        readonly context: SluiceContext;
    }): CWLDockerTranslator | Promise<CWLDockerTranslator>;
}
export interface CWLDockerTranslator {
    translate(input: CWLDockerInput): MovedTarget | Promise<MovedTarget>;
}
export interface CWLDockerMapping {
    readonly step: string;
    readonly type: string;
    readonly options: JsonObject;
    readonly wrapper: boolean;
}
export interface CWLDockerInput {
    readonly image: string;
    readonly requirement: JsonObject;
    readonly outputDirectory?: string;
    readonly networkAccess: boolean;
    readonly target: Target;
}
