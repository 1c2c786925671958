import type { YamlMapping, YamlNode, YamlSequence } from "../yaml/index.ts";

export type DirectiveKeyword = "$import" | "$include" | "$mixin";

/** A mapping that stands for something elsewhere. */
export interface Directive {
  readonly node: YamlMapping;
  readonly keyword: DirectiveKeyword;
  replace(replacement: YamlNode): void;
}

export interface Directives {
  /** Innermost first. */
  readonly directives: Directive[];
  /** The lists that have a directive among their items. */
  readonly sequences: Set<YamlSequence>;
}

/** Finds `$import`, `$include` and `$mixin` in a document. */
export function findDirectives(document: { root: YamlNode | undefined }): Directives {
  const found: Directives = { directives: [], sequences: new Set() };
  const seen = new Set<YamlNode>();
  const visit = (node: YamlNode): void => {
    if (node.kind === "scalar" || seen.has(node)) return;
    seen.add(node);
    if (node.kind === "sequence") {
      node.items.forEach((item, index) => {
        visit(item);
        const keyword = directiveIn(item);
        if (!keyword || item.kind !== "mapping") return;
        found.sequences.add(node);
        found.directives.push({
          node: item,
          keyword,
          replace: (replacement) => void (node.items[index] = replacement),
        });
      });
      return;
    }
    for (const entry of node.entries.values()) {
      visit(entry.value);
      const keyword = directiveIn(entry.value);
      if (keyword && entry.value.kind === "mapping") {
        found.directives.push({
          node: entry.value,
          keyword,
          replace: (replacement) => void (entry.value = replacement),
        });
      }
    }
  };
  const { root } = document;
  if (!root) return found;
  visit(root);
  const keyword = directiveIn(root);
  if (keyword && root.kind === "mapping") {
    found.directives.push({ node: root, keyword, replace: (replacement) => void (document.root = replacement) });
  }
  return found;
}

function directiveIn(node: YamlNode): DirectiveKeyword | undefined {
  if (node.kind !== "mapping") return undefined;
  if (node.entries.has("$import")) return "$import";
  if (node.entries.has("$include")) return "$include";
  return node.entries.has("$mixin") ? "$mixin" : undefined;
}
