import { settle } from "./port-at-depth.ts";
import type { Scope, Translation, Values } from "./translation.ts";

/** Adds the gather of a scattered step: each output becomes a list. */
export function gatherOutputs(
  translation: Translation,
  scopes: { readonly outer: Scope; readonly inner: Scope },
  paths: { readonly step: string; readonly scatter: string },
  values: Values,
): Values {
  const { builder } = translation;
  const names = Object.keys(values);
  if (names.length === 0) return {};
  const path = builder.freePath(`${paths.step}:gather`);
  const inputs = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { port: settle(translation, scopes.inner, `${paths.step}:output:${name}`, value) },
    ]),
  );
  const outputs = Object.fromEntries(
    names.map((name) => [name, builder.addPort(`${path}/${name}`, scopes.outer.depth)]),
  );
  builder.addStep(path, { kind: "gather", depth: scopes.outer.depth, scatter: paths.scatter, inputs, outputs });
  return Object.fromEntries(Object.entries(outputs).map(([name, port]) => [name, { port }]));
}
