import type { DeploymentConfig, MovedTarget } from "@sluice/contracts";
import type { CWLDockerInput, CWLDockerTranslator } from "@sluice/contracts/cwl";
import { SluiceError } from "@sluice/contracts";
import { cwlDockerTranslatorContract } from "../../src/index.ts";
import { describeSuite } from "../broken-fakes.ts";

type Make = (input: { readonly wrapper: boolean }) => CWLDockerTranslator;

const translate = (input: CWLDockerInput, wrapper: boolean): MovedTarget => {
  const { image, requirement, target, networkAccess, outputDirectory = "" } = input;
  if ("dockerFile" in requirement) throw new SluiceError("CWL_UNSUPPORTED", "images are not built here");
  const config = { image, networkAccess, outputDirectory };
  const { deployment: outer, service } = target;
  const inside = wrapper ? { deployment: outer, ...(service !== undefined && { service }) } : undefined;
  const name = JSON.stringify([config, inside ?? null]);
  return {
    target: { deployment: name, locations: 1 },
    deployment: { name, type: "box", config, external: false, lazy: true, ...(inside && { wraps: inside }) },
  };
};
const translator =
  (change: (good: MovedTarget, input: CWLDockerInput) => MovedTarget): Make =>
  ({ wrapper }) => ({ translate: (input) => change(translate(input, wrapper), input) });
let number = 0;

describeSuite<Make>({
  name: "docker translator",
  contract: (test, factory, wrapped) =>
    cwlDockerTranslatorContract({
      test,
      wrapped,
      factory,
      capabilities: ["containers"],
      refused: { class: "DockerRequirement", dockerFile: "FROM scratch" },
    }),
  good: translator((good) => good),
  unusual: {
    "refuses a folder for outputs of the image's own": {
      fake: translator((good, { outputDirectory }) => {
        if (outputDirectory !== undefined)
          throw new SluiceError("CWL_UNSUPPORTED", "outputs are where they always are");
        return good;
      }),
      acceptedBy: "in the target's place: a name always stands for the same deployment",
    },
  },
  broken: {
    "makes an environment for each job": {
      fake: translator(({ target, deployment }) => {
        const name = `box ${number++}`;
        return { target: { ...target, deployment: name }, ...(deployment && { deployment: { ...deployment, name } }) };
      }),
      caughtBy: "inside the target: the same question has the same answer",
    },
    "has one environment for all images": {
      fake: translator(({ target, deployment }) => ({
        target: { ...target, deployment: "box" },
        ...(deployment && { deployment: { ...deployment, name: "box" } }),
      })),
      caughtBy: "in the target's place: different images are different environments",
    },
    "names an environment by its image only": {
      fake: translator(({ target, deployment }, { image }) => ({
        target: { ...target, deployment: image },
        ...(deployment && { deployment: { ...deployment, name: image } }),
      })),
      caughtBy: "in the target's place: a name always stands for the same deployment",
    },
    "never wraps": {
      fake: () => ({ translate: (input) => translate(input, false) }),
      caughtBy: "inside the target: it runs where it was asked to",
    },
    "wraps all services of a deployment": {
      fake: translator(({ target, deployment }) => {
        const { wraps, ...rest } = deployment as DeploymentConfig;
        return { target, deployment: { ...rest, ...(wraps && { wraps: { deployment: wraps.deployment } }) } };
      }),
      caughtBy: "inside the target: it runs where it was asked to",
    },
    "makes names of which some are the same": {
      fake: translator(({ target, deployment }) => {
        const name = target.deployment.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
        return { target: { ...target, deployment: name }, ...(deployment && { deployment: { ...deployment, name } }) };
      }),
      caughtBy: "in the target's place: images whose names look alike are different environments",
    },
    "takes what it cannot honour": {
      fake: ({ wrapper }) => ({ translate: (input) => translate({ ...input, requirement: {} }, wrapper) }),
      caughtBy: "in the target's place: what it cannot honour is refused",
    },
    "goes elsewhere than its deployment": {
      fake: translator((good, { target }) => ({ ...good, target })),
      caughtBy: "in the target's place: the same question has the same answer",
    },
  },
});
