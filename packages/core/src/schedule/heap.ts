/** A binary heap: the smallest item first. */
export interface Heap<Item> {
  push(item: Item): void;
  pop(): Item | undefined;
  peek(): Item | undefined;
}

/** Makes an empty heap; `rank` must not change while an item is inside. */
export function createHeap<Item>(rank: (item: Item) => number): Heap<Item> {
  const items: Item[] = [];
  const at = (index: number): Item => items[index] as Item;
  const smaller = (left: number, right: number): boolean => rank(at(left)) < rank(at(right));
  const swap = (left: number, right: number): void => {
    [items[left], items[right]] = [at(right), at(left)];
  };
  const sink = (start: number): void => {
    for (let index = start; ;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < items.length && smaller(child, least)) least = child;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  };
  return {
    push: (item) => {
      items.push(item);
      for (let index = items.length - 1; index > 0;) {
        const parent = (index - 1) >> 1;
        if (!smaller(index, parent)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink(0);
      }
      return first;
    },
    peek: () => items[0],
  };
}
