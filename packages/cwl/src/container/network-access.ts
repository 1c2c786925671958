import { SluiceError } from "@sluice/contracts";
import { createExpressionRound, type ExpressionSession } from "../value/expression-round.ts";
import { findRequirement, type EffectiveRequirements } from "../value/find-requirement.ts";

/**
 * Whether a tool may use the network. Unless it asks, v1.0 lets it, later versions do not.
 * Source: CWL v1.2 Command Line Tool Description, NetworkAccess.
 */
export async function networkAccess(
  effective: EffectiveRequirements,
  cwlVersion: string,
  session: () => Promise<ExpressionSession>,
): Promise<boolean> {
  const asked = findRequirement(effective, "NetworkAccess")?.networkAccess ?? cwlVersion === "v1.0";
  if (typeof asked === "boolean") return asked;
  const round = createExpressionRound(await session());
  const answer = round.ask(asked, { where: "NetworkAccess.networkAccess" });
  await round.settle();
  const allowed = answer();
  if (typeof allowed === "boolean") return allowed;
  const text = `NetworkAccess.networkAccess must be true or false, but it is ${JSON.stringify(allowed)}`;
  throw new SluiceError("CWL_EXPRESSION", text);
}
