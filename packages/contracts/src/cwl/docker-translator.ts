import type { SluiceContext } from "../context.ts";
import { extensionPoint, type ExtensionPoint } from "../extension-point.ts";
import type { JsonObject } from "../json.ts";
import type { MovedTarget } from "../operation.ts";
import type { Target } from "../target.ts";

/** Ways to honour the DockerRequirement of a CWL tool. */
export const cwlDockerTranslatorPoint: ExtensionPoint<CWLDockerTranslatorFactory> = extensionPoint({
  id: "cwl-docker-translator",
  apiVersion: 1,
  purpose: "Turns the DockerRequirement of a CWL tool into an environment that runs its image.",
  stability: "experimental",
  default: "none",
});

/** Makes a translator: one for each entry of a workflow's `docker` list. */
export interface CWLDockerTranslatorFactory {
  create(input: {
    readonly options: JsonObject;
    /** Whether the environment runs inside the target that the step is bound to; else it takes the target's place. */
    readonly wrapper: boolean;
    readonly context: SluiceContext;
  }): CWLDockerTranslator | Promise<CWLDockerTranslator>;
}

/** Translates the requirement of one kind of tool. */
export interface CWLDockerTranslator {
  /**
   * @returns the target of the tool's jobs and, when that is not there yet, its deployment. The same image gives the same
   *   deployment, so that jobs can share it.
   * @throws `CWL_UNSUPPORTED` when the requirement cannot be honoured
   */
  translate(input: CWLDockerInput): MovedTarget | Promise<MovedTarget>;
}

/** Says which translator a part of a CWL workflow uses: an entry of the workflow's `docker` list. */
export interface CWLDockerMapping {
  /** Path of a step or sub-workflow; `/` is the whole workflow. The entry of the nearest ancestor counts. */
  readonly step: string;
  /** Name of the translator. */
  readonly type: string;
  /** Its options, as the configuration has them; stored in the journal, so secrets are references. */
  readonly options: JsonObject;
  /** Whether the environment runs inside the target that the step is bound to; else it takes the target's place. */
  readonly wrapper: boolean;
}

/** What a translator works on. Source: CWL v1.2 Command Line Tool Description, DockerRequirement. */
export interface CWLDockerInput {
  /** `dockerImageId` or `dockerPull`, whichever names the image to run; empty when the requirement says only how to make one. */
  readonly image: string;
  /** The whole requirement. */
  readonly requirement: JsonObject;
  /** `dockerOutputDirectory`, where the tool wants its outputs inside the container. */
  readonly outputDirectory?: string;
  /** Whether the tool may use the network (NetworkAccess). */
  readonly networkAccess: boolean;
  /** What the step is bound to. */
  readonly target: Target;
}
