/** Names a port inside a graph: the path of its step and its name, such as `/align/reads`. */
export type PortId = string;

/** A named place in the graph that tokens pass through. One step may write it, any number may read it. */
export interface Port {
  /** How many scatters and loops are around it: the depth of the tags of its tokens. */
  readonly depth: number;
}
