// The public API of @sluice/core/graph. Written by `npm run api`.

// create-graph-builder.d.ts
export interface GraphBuilderOptions {
    readonly name: string;
    readonly frontend: string;
}
export interface GraphBuilder {
    addPort(base: PortId, depth: number): PortId;
    addInput(name: string): PortId;
    setOutput(name: string, port: PortId): void;
    nameOutput(name: string, file: OutputFile): void;
    addStep(base: StepPath, step: Step): StepPath;
    freePath(base: StepPath): StepPath;
    define(base: string, value: Json & object): string;
    depthOf(port: PortId): number;
    build(): WorkflowGraph;
}
export declare function createGraphBuilder({ name, frontend }: GraphBuilderOptions): GraphBuilder;

// render-dot.d.ts
export declare function renderDot(graph: WorkflowGraph): string;

// render-mermaid.d.ts
export declare function renderMermaid(graph: WorkflowGraph): string;

// validate-graph.d.ts
export declare function validateGraph(graph: WorkflowGraph): void;
