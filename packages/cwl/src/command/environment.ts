import { SluiceError, type JobDirectories } from "@sluice/contracts";
import type { EnvVarRequirement } from "../model/index.ts";
import type { ExpressionRound } from "../value/expression-round.ts";
import { interpolatedText } from "../expression/index.ts";

const fallbackPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a job sees of the engine's own environment besides the search path: names, or all. */
export function preservedEnvironment(names: readonly string[] | "all" = []): Readonly<Record<string, string>> {
  const wanted = names === "all" ? Object.keys(process.env) : names;
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Asks for the whole environment of a job. Source: CWL v1.2, Runtime environment. */
export function askEnvironment(
  requirement: EnvVarRequirement | undefined,
  preserved: Readonly<Record<string, string>>,
  directories: JobDirectories,
  round: ExpressionRound,
): () => Readonly<Record<string, string>> {
  const asked = (requirement?.envDef ?? []).map(({ envName, envValue }) => ({
    envName,
    answer: round.ask(envValue, { where: `EnvVarRequirement.${envName}` }),
  }));
  return () => {
    const environment: Record<string, string> = {
      ...preserved,
      HOME: directories.output,
      TMPDIR: directories.temporary,
      PATH: process.env["PATH"] ?? fallbackPath,
    };
    for (const { envName, answer } of asked) {
      const value = interpolatedText(answer());
      if (envName === "" || /[=\0]/.test(envName) || value.includes("\0")) {
        throw new SluiceError(
          "CWL_INVALID",
          `EnvVarRequirement: ${JSON.stringify(envName)} cannot be set as an environment variable`,
        );
      }
      environment[envName] = value;
    }
    return environment;
  };
}
