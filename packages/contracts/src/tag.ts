/**
 * Says which of several tokens on a port this one is: `"0"` at the top of a run, and one further number for each
 * scatter or loop around the port, so `"0.3.1"` is element 1 of the inner list inside element 3 of the outer one.
 */
export type Tag = string;

/** The tag of every token outside scatters and loops. */
export const rootTag: Tag = "0";

/** The tag of element `index` below `tag`. */
export function childTag(tag: Tag, index: number): Tag {
  return `${tag}.${index}`;
}

/** How many scatters and loops are around a tag; 0 for {@link rootTag}. */
export function tagDepth(tag: Tag): number {
  let depth = 0;
  for (let at = tag.indexOf("."); at !== -1; at = tag.indexOf(".", at + 1)) depth += 1;
  return depth;
}

/** The tag at `depth` that `tag` lies in; `tag` itself when it is that deep. */
export function ancestorTag(tag: Tag, depth: number): Tag {
  let at = tag.indexOf(".");
  for (let level = 0; level < depth && at !== -1; level += 1) at = tag.indexOf(".", at + 1);
  return at === -1 ? tag : tag.slice(0, at);
}

/** The indices below the ancestor at `depth`: `tagPath("0.3.1", 0)` is `[3, 1]`. */
export function tagPath(tag: Tag, depth: number): number[] {
  return tag
    .split(".")
    .slice(depth + 1)
    .map(Number);
}
