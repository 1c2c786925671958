import type { Plugin } from "@sluice/contracts";

/** Of the public objects at hand those that a plugin may ask for: of plugins that it requires. */
export function requiredOf(
  { requires = [] }: Plugin,
  plugins: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(plugins).filter(([name]) => requires.includes(name)));
}
