import { isAbsoluteUri, resolveReference, splitFragment } from "../document/uri.ts";

/** The URI of something that is declared with an id inside a scope. */
export function declaredUri(id: string, scope: string, base: string): string {
  if (isAbsoluteUri(id)) return id;
  if (id.includes("#")) return resolveReference(base, id);
  return scope.includes("#") ? `${scope}/${id}` : `${scope}#${id}`;
}

/** The last part of an id: `#main/step/out` is `out`. Only a fragment has parts; a bare name may hold a slash. */
export function shortName(id: string): string {
  const { fragment } = splitFragment(id);
  if (fragment !== undefined) return fragment.slice(fragment.lastIndexOf("/") + 1);
  return isAbsoluteUri(id) ? id.slice(id.lastIndexOf("/") + 1) : id;
}

/**
 * Whether a name is one that every object of JavaScript has, such as `__proto__` or `constructor`: what is kept under it could be taken for
 * there where it is not.
 */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** What is said of such a name. */
export function inheritedName(what: string, name: string): string {
  return `${what} cannot be called '${name}': every object of JavaScript has something of that name`;
}

/**
 * Looks a reference up: with a hash mark it is exact, otherwise it is tried in the scope and then in
 * every scope around it. Source: Salad, Link resolution, `refScope`.
 */
export function lookUp<Target>(
  reference: string,
  scope: string,
  base: string,
  targets: ReadonlyMap<string, Target>,
): Target | undefined {
  if (reference.includes("#") || isAbsoluteUri(reference)) return targets.get(resolveReference(base, reference));
  const { document, fragment } = splitFragment(scope);
  const parts = fragment === undefined || fragment === "" ? [] : fragment.split("/");
  for (;;) {
    const found = targets.get(`${document}#${[...parts, reference].join("/")}`);
    if (found !== undefined || parts.length === 0) return found;
    parts.pop();
  }
}
