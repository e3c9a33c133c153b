import { describe, expect, it } from 'vitest';
import type { DeviceFix } from './device-fix.js';
import { FixMemory } from './fix-memory.js';

const fix = (seq: number): DeviceFix => ({
  seq,
  time: `2026-11-22T08:00:${String(seq).padStart(2, '0')}.000Z`,
});
const seqs = (fixes: readonly DeviceFix[] | undefined) => fixes?.map(({ seq }) => seq);

describe('FixMemory', () => {
  it('sends what waits oldest first, in messages of at most a batch', () => {
    const memory = new FixMemory({ batch: 2, inFlight: 9 });
    memory.record(fix(1), fix(2), fix(3));
    expect(seqs(memory.next()?.fixes)).toEqual([1, 2]);
    expect(seqs(memory.next()?.fixes)).toEqual([3]);
    expect(memory.next()).toBeUndefined();
  });

  it('keeps a fix until its message is acknowledged', () => {
    const memory = new FixMemory({ batch: 2, inFlight: 9 });
    memory.record(fix(1), fix(2), fix(3));
    const first = memory.next()!;
    memory.next();
    expect(memory.held).toBe(3);
    expect(memory.acknowledge(first.id)).toBe(2);
    expect(memory.held).toBe(1);
  });

  it('counts an acknowledgement once', () => {
    const memory = new FixMemory({ batch: 1, inFlight: 9 });
    memory.record(fix(1));
    const { id } = memory.next()!;
    memory.acknowledge(id);
    expect(memory.acknowledge(id)).toBe(0);
  });

  it('waits when enough is under way', () => {
    const memory = new FixMemory({ batch: 1, inFlight: 2 });
    memory.record(fix(1), fix(2), fix(3));
    const first = memory.next()!;
    memory.next();
    expect(memory.next()).toBeUndefined();
    memory.acknowledge(first.id);
    expect(seqs(memory.next()?.fixes)).toEqual([3]);
  });

  it('sends again what was under way when the connection broke, before what came since', () => {
    const memory = new FixMemory({ batch: 1, inFlight: 9 });
    memory.record(fix(1), fix(2));
    const first = memory.next()!;
    memory.next();
    memory.record(fix(3));
    memory.connectionLost();
    expect(memory.acknowledge(first.id)).toBe(0);
    memory.batch = 500;
    expect(seqs(memory.next()?.fixes)).toEqual([1, 2, 3]);
  });

  it('empties itself from the newest fix backwards when it is told so', () => {
    const memory = new FixMemory({ batch: 2, inFlight: 9 });
    memory.order = 'newest_first';
    memory.record(fix(1), fix(2), fix(3));
    expect(seqs(memory.next()?.fixes)).toEqual([3, 2]);
    expect(seqs(memory.next()?.fixes)).toEqual([1]);
    memory.connectionLost();
    expect(seqs(memory.next()?.fixes)).toEqual([3, 2]);
  });

  it('repeats what was acknowledged, and only that', () => {
    const memory = new FixMemory({ batch: 9, inFlight: 9 });
    memory.record(fix(1), fix(2), fix(3));
    memory.acknowledge(memory.next()!.id);
    memory.repeat(2);
    expect(seqs(memory.next()?.fixes)).toEqual([2, 3]);
  });
});
