import { tagPath, type StepPath, type Tag } from "@sluice/contracts";
import { nameText } from "./terminal-text.ts";

/** One firing of a step as people write it: `/align`, and `/align[3][0]` inside scatters or loops. */
export function stepLabel(step: StepPath, tag: Tag): string {
  return (
    nameText(step) +
    tagPath(tag, 0)
      .map((index) => `[${index}]`)
      .join("")
  );
}

/** Whether a person means this firing by a text such as `align`, `/align`, `/align[3]` or `/align#0.3`. */
export function meansStep(text: string, step: StepPath, tag: Tag): boolean {
  const wanted = text.startsWith("/") ? text : `/${text}`;
  return (
    wanted === step || step.startsWith(`${wanted}/`) || wanted === stepLabel(step, tag) || wanted === `${step}#${tag}`
  );
}
