import {
  SluiceError,
  startPort,
  type Json,
  type OutputFile,
  type Port,
  type PortId,
  type Step,
  type StepPath,
  type WorkflowGraph,
} from "@sluice/contracts";
import { validateGraph } from "./validate-graph.ts";

/** What a graph is called and who makes it. */
export interface GraphBuilderOptions {
  readonly name: string;
  /** Name of the front-end, such as `cwl`. */
  readonly frontend: string;
}

/** Puts a graph together piece by piece. The start port is there from the beginning. */
export interface GraphBuilder {
  /** Adds a port and answers with its id, which is `base` or, when that is taken, `base_2`, `base_3`… */
  addPort(base: PortId, depth: number): PortId;
  /** Adds a port of depth 0 that a workflow input enters at. */
  addInput(name: string): PortId;
  /** Says which port a workflow output leaves from. */
  setOutput(name: string, port: PortId): void;
  /** Says what an output is certainly going to be called; see `WorkflowGraph.outputNames`. */
  nameOutput(name: string, file: OutputFile): void;
  /** Adds a step and answers with its path, which is `base` or, when that is taken, `base_2`, `base_3`… */
  addStep(base: StepPath, step: Step): StepPath;
  /** The path that {@link addStep} would give to a step now. */
  freePath(base: StepPath): StepPath;
  /** Stores a value once, however often it is given, and answers with its name: `base`, `base_2`… */
  define(base: string, value: Json & object): string;
  /** @throws `GRAPH_INVALID` for a port that was not added */
  depthOf(port: PortId): number;
  /** The finished graph. @throws `GRAPH_INVALID` when it breaks a rule of the model */
  build(): WorkflowGraph;
}

/** Makes a builder without any steps. */
export function createGraphBuilder({ name, frontend }: GraphBuilderOptions): GraphBuilder {
  const ports = new Map<PortId, Port>([[startPort, { depth: 0 }]]);
  const steps = new Map<StepPath, Step>();
  const inputs = new Map<string, PortId>();
  const outputs = new Map<string, PortId>();
  const outputNames = new Map<string, OutputFile>();
  const definitions = new Map<string, Json>();
  const definitionNames = new Map<object, string>();

  const addPort = (base: PortId, depth: number): PortId => {
    const id = firstFree(base, ports);
    ports.set(id, { depth });
    return id;
  };

  return {
    addPort,
    addInput(input) {
      if (inputs.has(input)) throw new SluiceError("GRAPH_INVALID", `input ${input} is there twice`);
      const port = addPort(`/${input}`, 0);
      inputs.set(input, port);
      return port;
    },
    setOutput(output, port) {
      if (outputs.has(output)) throw new SluiceError("GRAPH_INVALID", `output ${output} is there twice`);
      outputs.set(output, port);
    },
    nameOutput: (output, file) => void outputNames.set(output, file),
    addStep(base, step) {
      const path = firstFree(base, steps);
      steps.set(path, step);
      return path;
    },
    freePath: (base) => firstFree(base, steps),
    define(base, value) {
      const known = definitionNames.get(value);
      if (known !== undefined) return known;
      const key = firstFree(base, definitions);
      definitions.set(key, value);
      definitionNames.set(value, key);
      return key;
    },
    depthOf(port) {
      const found = ports.get(port);
      if (!found) throw new SluiceError("GRAPH_INVALID", `port ${port} does not exist`);
      return found.depth;
    },
    build() {
      const graph: WorkflowGraph = {
        format: 1,
        name,
        frontend,
        inputs: Object.fromEntries(inputs),
        outputs: Object.fromEntries(outputs),
        ...(outputNames.size > 0 && { outputNames: Object.fromEntries(outputNames) }),
        ports: Object.fromEntries(ports),
        steps: Object.fromEntries(steps),
        definitions: Object.fromEntries(definitions),
      };
      validateGraph(graph);
      return graph;
    },
  };
}

function firstFree(base: string, taken: ReadonlyMap<string, unknown>): string {
  let candidate = base;
  for (let count = 2; taken.has(candidate); count += 1) candidate = `${base}_${count}`;
  return candidate;
}
