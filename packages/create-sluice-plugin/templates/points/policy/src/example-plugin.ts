import type { Place, Policy, PolicyFactory } from "@sluice/contracts";

type Options = { readonly reserve: number };

/** Prefers the place with the most cores left, and one where `reserve` cores stay free to one where they do not. */
export function createExamplePlugin({ options }: Pick<Parameters<PolicyFactory["create"]>[0], "options">): Policy {
  const { reserve } = options as Options;
  return {
    choose({ request, places }) {
      const left = ({ free }: Place): number => (free?.cores ?? Infinity) - (request.hardware.cores ?? 0);
      const roomy = places.filter((place) => left(place) >= reserve);
      return (roomy.length > 0 ? roomy : places).toSorted((a, b) => compare(left(b), left(a)))[0];
    },
  };
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
