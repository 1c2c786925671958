import assert from "node:assert/strict";
import { isSluiceError, type MovedTarget, type Target } from "@sluice/contracts";
import type { CWLDockerInput, CWLDockerTranslator } from "@sluice/contracts/cwl";
import { frozen } from "../suite/frozen.ts";
import { assertPlainJson } from "../suite/plain-json.ts";
import { rejects } from "../suite/rejects.ts";
import type { SuiteOptions } from "../suite/register-test.ts";
import { adopt, runSuite, type Cases } from "../suite/run-suite.ts";

/** What the suite for translators of DockerRequirement is given. */
export interface CWLDockerTranslatorContractOptions extends SuiteOptions {
  /** Makes a translator; disposed after the test if it can be. */
  readonly factory: (input: {
    readonly wrapper: boolean;
  }) => (CWLDockerTranslator & Partial<AsyncDisposable>) | Promise<CWLDockerTranslator & Partial<AsyncDisposable>>;
  /** `containers`: it makes environments that run images. Without it, tools go where their steps are bound to. */
  readonly capabilities: readonly "containers"[];
  /** Two images that it can run. Default: `debian:12` and `python:3.13`. */
  readonly images?: readonly [string, string];
  /** A requirement that it cannot honour; without it, that is not tested. */
  readonly refused?: CWLDockerInput["requirement"];
}

/**
 * Registers the tests that every {@link CWLDockerTranslator} must pass: the same image is the same deployment, a name
 * always stands for the same deployment, and what cannot be honoured is refused.
 *
 * @example
 * ```ts
 * cwlDockerTranslatorContract({
 *   test,
 *   capabilities: ["containers"],
 *   factory: ({ wrapper }) => myFactory.create({ options: {}, wrapper, context: fakeContext() }),
 * });
 * ```
 */
export function cwlDockerTranslatorContract(options: CWLDockerTranslatorContractOptions): void {
  const { refused, images = ["debian:12", "python:3.13"] } = options;
  for (const wrapper of [false, true]) {
    const containers = options.capabilities.includes("containers");
    const form = wrapper ? "inside the target" : "in the target's place";
    runSuite<Harness>({
      options,
      groups: {
        [form]: {
          ...commonCases,
          ...(containers ? containerCases(wrapper) : plainCases),
          ...(refused && refusalCases(refused)),
        },
      },
      open: async (wrap, stack) => ({ translator: wrap(adopt(stack, await options.factory({ wrapper }))), images }),
    });
  }
}

interface Harness {
  readonly translator: CWLDockerTranslator;
  readonly images: readonly [string, string];
}

const target: Target = { deployment: "cluster", service: "nodes", locations: 1, workdir: "/scratch" };

async function translate(
  { translator }: Harness,
  image: string,
  more: Partial<CWLDockerInput> = {},
): Promise<MovedTarget> {
  const requirement = { class: "DockerRequirement", dockerPull: image };
  const moved = await translator.translate(frozen({ image, requirement, networkAccess: false, target, ...more }));
  assertPlainJson(moved, "the answer");
  assert.ok(moved.target.deployment !== "" && moved.target.locations >= 1);
  if (moved.deployment) assert.equal(moved.target.deployment, moved.deployment.name);
  return moved;
}

/** What a translator cannot honour it may refuse. */
async function unlessRefused<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    assert.ok(isSluiceError(error) && error.code === "CWL_UNSUPPORTED", String(error));
    return undefined;
  }
}

const commonCases: Cases<Harness> = {
  "the same question has the same answer": async (harness) => {
    for (const image of harness.images)
      assert.deepEqual(await translate(harness, image), await translate(harness, image));
  },

  "a name always stands for the same deployment": async (harness) => {
    const known = new Map<string, unknown>();
    for (const image of harness.images) {
      for (const more of [
        {},
        { networkAccess: true },
        { outputDirectory: "/var/out" },
        { target: { ...target, deployment: "other" } },
      ]) {
        const { deployment } = (await unlessRefused(() => translate(harness, image, more))) ?? {};
        if (!deployment) continue;
        const before = known.get(deployment.name);
        if (before !== undefined)
          assert.deepEqual(deployment, before, `'${deployment.name}' stands for two deployments`);
        known.set(deployment.name, deployment);
      }
    }
  },
};

const plainCases: Cases<Harness> = {
  "a tool goes where its step is bound to": async (harness) => {
    for (const image of harness.images) assert.deepEqual(await translate(harness, image), { target });
  },
};

const containerCases = (wrapper: boolean): Cases<Harness> => ({
  "an image is an environment": async (harness) => {
    const { deployment, target: moved } = await translate(harness, harness.images[0]);
    assert.ok(deployment, "there is no deployment that runs the image");
    assert.ok(deployment.type !== "");
    assert.equal(deployment.external, false);
    assert.notEqual(moved.deployment, target.deployment);
    assert.ok(JSON.stringify(deployment.config).includes(harness.images[0]), "the deployment does not name the image");
  },

  "different images are different environments": async (harness) => {
    const [one, other] = [await translate(harness, harness.images[0]), await translate(harness, harness.images[1])];
    assert.notEqual(one.target.deployment, other.target.deployment);
  },

  "images whose names look alike are different environments": async (harness) => {
    const names = new Set<string>();
    const alike = ["lab/tool:1", "lab-tool:1", "lab.tool:1", "lab/tool-1", "Lab/tool:1", "lab/tool:1.0"];
    let taken = 0;
    for (const image of alike) {
      const moved = await unlessRefused(() => translate(harness, image));
      if (moved === undefined) continue;
      names.add(moved.target.deployment);
      taken++;
    }
    assert.equal(names.size, taken, `several of ${alike.join(", ")} are one environment`);
  },

  "it runs where it was asked to": async (harness) => {
    const { deployment } = await translate(harness, harness.images[0]);
    const { deployment: outer, service } = target;
    assert.deepEqual(deployment?.wraps, wrapper ? { deployment: outer, service } : undefined);
  },
});

const refusalCases = (refused: CWLDockerInput["requirement"]): Cases<Harness> => ({
  "what it cannot honour is refused": async ({ translator }) => {
    const image = typeof refused["dockerPull"] === "string" ? refused["dockerPull"] : "";
    await rejects("CWL_UNSUPPORTED", () =>
      translator.translate({ image, requirement: refused, networkAccess: false, target }),
    );
  },
});
