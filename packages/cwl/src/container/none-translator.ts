import type { CWLDockerTranslatorFactory } from "@sluice/contracts/cwl";

/** Runs tools without the container that they ask for, where their steps are bound to: the programs must be installed there. */
export const noneTranslatorFactory = {
  create: () => ({ translate: ({ target }) => ({ target }) }),
} satisfies CWLDockerTranslatorFactory;
