import { describe, expect, it } from 'vitest';
import { UnderWay } from './under-way.js';

const take = (underWay: UnderWay) => {
  const message = underWay.take('', Buffer.alloc(1_024), () => undefined);
  message.expect(1);
  return message;
};

describe('messages under way', () => {
  it('are counted, and the oldest of them is timed, whichever order they are acknowledged in', () => {
    const underWay = new UnderWay();
    const [first, second, third] = [take(underWay), take(underWay), take(underWay)];
    second.settle();
    expect(underWay.count).toBe(2);
    expect(underWay.oldestMs(first.receivedAt + 5)).toBe(5);
    first.settle();
    expect(underWay.count).toBe(1);
    expect(underWay.oldestMs(third.receivedAt + 7)).toBe(7);
    third.settle();
    expect([underWay.count, underWay.oldestMs(Date.now())]).toEqual([0, 0]);
  });

  it('behind one that stays for long neither count nor are kept', () => {
    const underWay = new UnderWay();
    const stuck = take(underWay);
    for (let i = 0; i < 200_000; i++) take(underWay).settle();
    expect([underWay.count, underWay.kept < 20_000]).toEqual([1, true]);
    expect(underWay.room()).toBeUndefined();
    expect(underWay.oldestMs(stuck.receivedAt + 9)).toBe(9);
    stuck.settle();
    expect([underWay.count, underWay.kept]).toEqual([0, 0]);
  });

  it('hold the sources back when they are too many, and let them in one after the other', async () => {
    const underWay = new UnderWay();
    const messages = Array.from({ length: 50_000 }, () => take(underWay));
    let entered = 0;
    const waiting = [1, 2].map(() => underWay.room()!.then(() => entered++));
    messages.pop()!.settle();
    await waiting[0];
    expect(entered).toBe(1);
    for (const message of messages) message.settle();
    await Promise.all(waiting);
    expect(entered).toBe(2);
  });
});
