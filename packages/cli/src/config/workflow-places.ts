import { stat } from "node:fs/promises";
import {
  didYouMean,
  SluiceError,
  SluiceErrorList,
  type Binding,
  type SourcePosition,
  type WorkflowGraph,
} from "@sluice/contracts";
import { documentPath, isRemote } from "../session/select-frontend.ts";
import { similarFile } from "../session/similar-file.ts";
import type { ConfiguredWorkflow } from "./workflow-config.ts";

/** Where the parts of a workflow stand in its configuration file. */
export interface WorkflowPlaces {
  readonly document: SourcePosition;
  readonly settings: SourcePosition;
  /** Of each binding, in order: its `step` or its `port`. */
  readonly bindings: readonly SourcePosition[];
  /** Of each entry of `docker`, in order: its `step`. */
  readonly docker: readonly SourcePosition[];
}

/** Looks for the files that workflows name. @throws `FILE_NOT_FOUND` with the place of everyone that is not there */
export async function checkWorkflowFiles(workflows: readonly ConfiguredWorkflow[]): Promise<void> {
  const faults: SluiceError[] = [];
  for (const { document, settings, places } of workflows) {
    const files = [
      [document, places.document] as const,
      ...(settings === undefined ? [] : [[settings, places.settings] as const]),
    ];
    for (const [file, position] of files) {
      if (isRemote(file)) continue;
      const path = documentPath(file, "/");
      const found = await stat(path).catch(() => undefined);
      if (!found)
        faults.push(
          new SluiceError("FILE_NOT_FOUND", `there is no file ${path}`, { position, hint: await similarFile(path) }),
        );
      else if (found.isDirectory())
        faults.push(new SluiceError("FILE_UNREADABLE", `${path} is a directory, not a document`, { position }));
    }
  }
  const [first, ...others] = faults;
  if (first) throw others.length === 0 ? first : new SluiceErrorList([first, ...others]);
}

/** Bindings, of steps to containers also, that name nothing in their workflow: what they were meant for goes elsewhere, so it is worth a word. */
export function strayBindings(
  {
    bindings,
    docker,
  }: { readonly bindings: readonly Binding[]; readonly docker: readonly { readonly step: string }[] },
  places: WorkflowPlaces,
  { steps, inputs, outputs }: Pick<WorkflowGraph, "steps" | "inputs" | "outputs">,
): readonly SluiceError[] {
  const known = new Set(["/"]);
  for (const path of Object.keys(steps)) {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) known.add(path.slice(0, end));
  }
  const ports = new Set([...Object.keys(inputs), ...Object.keys(outputs)].map((name) => `/${name}`));
  const isKnown = (binding: Binding): boolean => {
    if ("step" in binding) return known.has(binding.step);
    const owner = binding.port.slice(0, binding.port.lastIndexOf("/"));
    return ports.has(binding.port) || (owner !== "" && known.has(owner));
  };
  const stray = bindings.flatMap((binding, at) => {
    if (isKnown(binding)) return [];
    const [kind, name] = "step" in binding ? ["step", binding.step] : ["port", binding.port];
    const candidates = "step" in binding ? known : ports;
    return new SluiceError("CONFIG_INVALID", `the workflow has no ${kind} '${name}': nothing is bound by this`, {
      position: places.bindings[at],
      hint: didYouMean(name, candidates),
    });
  });
  const strayContainers = docker.flatMap(({ step }, at) => {
    if (known.has(step)) return [];
    return new SluiceError("CONFIG_INVALID", `the workflow has no step '${step}': no container is chosen by this`, {
      position: places.docker[at],
      hint: didYouMean(step, known),
    });
  });
  return [...stray, ...strayContainers];
}
