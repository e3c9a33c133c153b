import { describe, expect, it } from 'vitest';
import { DueHeap } from './heap.js';

describe('what is due', () => {
  const taken = (heap: DueHeap): string[] => {
    const names: string[] = [];
    for (let name = heap.take(); name !== undefined; name = heap.take()) names.push(name);
    return names;
  };

  it('is taken in the order of its times, however it was added', () => {
    // 37 has no factor in common with 101: every number from 0 to 100 once, in no order
    const times = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    const heap = new DueHeap();
    for (const time of times) heap.add(time, `${time}`);
    expect(heap.next).toBe(0);
    expect(taken(heap)).toEqual(times.map((_, i) => `${i}`));
    expect(heap.next).toBe(Infinity);
  });

  it('is taken in the order of its names where the times are one', () => {
    const heap = new DueHeap();
    for (const name of ['d', 'b', 'a', 'c', 'e']) heap.add(7, name);
    expect(taken(heap)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('may be added to between', () => {
    const heap = new DueHeap();
    for (const time of [5, 1, 3]) heap.add(time, `${time}`);
    expect(heap.take()).toBe('1');
    heap.add(2, '2');
    expect(taken(heap)).toEqual(['2', '3', '5']);
    expect(heap.take()).toBeUndefined();
  });
});
