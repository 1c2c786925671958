import {
  definePlugin,
  operationPoint,
  SluiceError,
  type JobOperation,
  type OperationInput,
  type Plugin,
  type ValueOperation,
} from "@sluice/contracts";
import about from "./package.json" with { type: "json" };

/** More output than this is not text that somebody wants to pass on. */
const outputLimit = 2 ** 20;

/** A job: it has a place, a folder and an exit code. Input `text`, output `text`. */
export const run: JobOperation = {
  kind: "job",
  version: 1,
  async prepare(input) {
    const { job, output } = input.directories;
    return {
      argv: ["/bin/sh", "-c", commandOf(input)],
      environment: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: output },
      directory: output,
      staging: [{ type: "literal", contents: textOf(input), target: `${job}/stdin` }],
      stdin: `${job}/stdin`,
      stdout: `${output}/stdout`,
    };
  },
  async collect({ directories, exit, files, ...input }) {
    if (exit.code !== 0) {
      throw new SluiceError("JOB_FAILED", `'${commandOf(input)}' ended with exit code ${exit.code}`);
    }
    const [text = ""] = await files.read({ paths: [`${directories.output}/stdout`], limit: outputLimit });
    return { text };
  },
};

/** A value: computed by the engine itself. Input `text`, output `lines`. */
export const countLines: ValueOperation = {
  kind: "value",
  version: 1,
  evaluate: async (input) => ({ lines: textOf(input).split("\n").length - 1 }),
};

const shellSteps: Plugin = definePlugin({
  ...about.sluice,
  version: about.version,
  setup(host) {
    host.provide(operationPoint, "shell-steps.run", run);
    host.provide(operationPoint, "shell-steps.count-lines", countLines);
  },
});

export default shellSteps;

/** What a step runs: the parameters of its operation are the same for all of its jobs. */
function commandOf({ params }: Pick<OperationInput, "params">): string {
  return (params as { readonly command: string }).command;
}

function textOf({ inputs }: Pick<OperationInput, "inputs">): string {
  const { text } = inputs;
  return typeof text === "string" ? text : "";
}
