import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedAcks } from './ordered-acks.js';

describe('acknowledgements of one connection', () => {
  it('wait for those before them', () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const sent: number[] = [];
    const [first, second, third] = [1, 2, 3].map((n) => acks.hold(() => sent.push(n)));
    third!.due();
    second!.due();
    expect(sent).toEqual([]);
    first!.due();
    expect(sent).toEqual([1, 2, 3]);
  });

  it('leave at once when nothing is before them', () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const sent: string[] = [];
    acks.hold(() => sent.push('a')).due();
    acks.hold(() => sent.push('b')).due();
    expect(sent).toEqual(['a', 'b']);
  });

  it('may take the next message while they are sent', () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const sent: string[] = [];
    const first = acks.hold(() => {
      sent.push('a');
      acks.hold(() => sent.push('b')).due();
    });
    first.due();
    expect(sent).toEqual(['a', 'b']);
  });

  it('that are said to be due twice are sent once', () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const sent: string[] = [];
    const [first, second] = ['a', 'b'].map((name) => acks.hold(() => sent.push(name)));
    first!.due();
    first!.due();
    expect(sent).toEqual(['a']);
    second!.due();
    expect(sent).toEqual(['a', 'b']);
  });

  it('whatever the order of the commits, leave in that of the messages, and none too early', () => {
    // each step holds one more (true) or finds one of the held ones due (a number picks which)
    const steps = fc.array(fc.oneof(fc.constant(true as const), fc.nat(1_000)), { maxLength: 400 });
    fc.assert(
      fc.property(steps, (history) => {
        const acks = new OrderedAcks<() => void>((send) => send());
        const sent: number[] = [];
        const due = new Set<number>();
        const held: { n: number; ack: { due(): void } }[] = [];
        let count = 0;
        const prefix = () => {
          let n = 0;
          while (due.has(n)) n++;
          return n;
        };
        for (const step of history) {
          if (step === true) {
            const n = count++;
            held.push({ n, ack: acks.hold(() => sent.push(n)) });
          } else if (held.length > 0) {
            const [one] = held.splice(step % held.length, 1);
            due.add(one!.n);
            one!.ack.due();
          }
          expect(sent).toEqual(Array.from({ length: prefix() }, (_, n) => n));
        }
        for (const { ack } of held) ack.due();
        expect(sent).toEqual(Array.from({ length: count }, (_, n) => n));
      }),
    );
  });

  it('whoever waits for fewer goes on when there are, and not before', async () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const [first, second] = [acks.hold(() => undefined), acks.hold(() => undefined)];
    expect(acks.fewer(3)).toBeUndefined();
    const gone: string[] = [];
    const waiting = [
      acks.fewer(2)!.then(() => gone.push('fewer than two')),
      acks.fewer(1)!.then(() => gone.push('none')),
    ];
    second.due();
    await Promise.resolve();
    expect([acks.count, gone]).toEqual([2, []]);
    first.due();
    await Promise.all(waiting);
    expect(acks.count).toBe(0);
    expect(gone.toSorted()).toEqual(['fewer than two', 'none']);
  });

  it('in their thousands behind a slow one all leave, in order', () => {
    const acks = new OrderedAcks<() => void>((send) => send());
    const sent: number[] = [];
    const acksHeld = Array.from({ length: 5_000 }, (_, n) => acks.hold(() => sent.push(n)));
    for (const ack of acksHeld.slice(1).reverse()) ack.due();
    expect(sent).toEqual([]);
    acksHeld[0]!.due();
    expect(sent).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  });
});
