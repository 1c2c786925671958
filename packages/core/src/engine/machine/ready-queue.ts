/** First come, first served within a depth; the deepest first, so that what was begun is finished before more begins. */
export interface ReadyQueue<T> {
  readonly size: number;
  push(depth: number, item: T): void;
  shift(): T | undefined;
  [Symbol.iterator](): Iterator<T>;
}

/** Makes an empty queue. */
export function createReadyQueue<T>(): ReadyQueue<T> {
  const lanes: { items: T[]; head: number }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    push(depth, item) {
      while (lanes.length <= depth) lanes.push({ items: [], head: 0 });
      lanes[depth]?.items.push(item);
      size += 1;
    },
    shift() {
      for (let depth = lanes.length - 1; depth >= 0; depth -= 1) {
        const lane = lanes[depth];
        if (!lane || lane.head === lane.items.length) continue;
        const item = lane.items[lane.head];
        lane.head += 1;
        if (lane.head === lane.items.length) {
          lane.items = [];
          lane.head = 0;
        } else if (lane.head > 1024) {
          lane.items = lane.items.slice(lane.head);
          lane.head = 0;
        }
        size -= 1;
        return item;
      }
      return undefined;
    },
    *[Symbol.iterator]() {
      for (const lane of lanes) yield* lane.items.slice(lane.head);
    },
  };
}
