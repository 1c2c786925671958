import { SluiceError, type DeploymentConfig } from "@sluice/contracts";

/** The configuration of a deployment, if everything below it is known and nothing wraps itself. */
export function checkWraps(name: string, known: ReadonlyMap<string, DeploymentConfig>): DeploymentConfig {
  const seen: string[] = [];
  for (let current: string | undefined = name; current !== undefined;) {
    const by = seen.at(-1);
    const config = known.get(current);
    if (!config) {
      const text =
        by === undefined
          ? `There is no deployment \`${current}\`.`
          : `\`${by}\` wraps \`${current}\`, which does not exist.`;
      throw new SluiceError("CONFIG_INVALID", text, {
        hint: `Known deployments: ${[...known.keys()].join(", ") || "none"}.`,
      });
    }
    if (seen.includes(current)) {
      throw new SluiceError(
        "CONFIG_INVALID",
        `Deployments wrap each other in a circle: ${[...seen, current].join(" → ")}.`,
      );
    }
    seen.push(current);
    current = config.wraps?.deployment;
  }
  return known.get(name) as DeploymentConfig;
}
