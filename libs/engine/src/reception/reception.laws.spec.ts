import { MINUTE } from '@haidang/domain';
import { clockTime as t, HeardLog, lawRuns, shortOrLong } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DueHeap } from './heap.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 900_000) });

const runs = { numRuns: lawRuns(500, 10_000) };

interface Act {
  /** Seconds since the act before. */
  readonly wait: number;
  readonly seal: number;
  readonly what: number;
  readonly blind: number;
}

const acts = fc.array(
  fc.record({
    wait: fc.constantFrom(0, 1, 20, 60, 240, 900),
    seal: fc.oneof(fc.nat(19), fc.nat(1)),
    what: fc.nat(21),
    /** How long before the act an officer last looked, or a held-back fix was made, in seconds. */
    blind: fc.constantFrom(0, 0, 60, 600, 1_800),
  }),
  { minLength: 10, maxLength: 60, size: 'max' },
);

/** Plays a history of 20 seals; restarts before the acts whose index is given; ticks as often as given. */
function play(list: readonly Act[], restarts: ReadonlySet<number> = new Set(), ticks = 1): HeardLog {
  const log = new HeardLog().watchMany(20);
  let mark = t('08:00');
  for (const [i, act] of list.entries()) {
    if (restarts.has(i)) log.restart();
    for (let n = 1; n <= ticks; n++)
      log.take(log.stage.tick(mark + Math.floor((n * act.wait * 1_000) / ticks)));
    mark += act.wait * 1_000;
    happen(log, act, mark);
  }
  return log;
}

function happen(log: HeardLog, { seal, what, blind }: Act, mark: number): void {
  if (what === 0) log.take(log.stage.down(mark));
  else if (what === 1) log.take(log.stage.up(mark));
  else if (what === 2) hearAll(log, mark);
  else if (what < 5) hearAll(log, mark, 10 * (what - 3), 10 * (what - 2));
  else if (what < 9) hearAll(log, mark, 2);
  else if (what > 19) resolveAll(log, mark - blind * 1_000);
  else if (what > 16)
    log.take(log.stage.heard(`R${seal}`, { mark, time: mark - blind * 1_000, buffered: true }));
  else {
    const message = { mark, time: mark - (seal < 2 && what > 10 ? 400_000 : 0), buffered: false };
    log.take(log.stage.heard(`R${seal}`, message));
  }
}

function hearAll(log: HeardLog, mark: number, from = 0, to = 20): void {
  for (let s = from; s < to; s++) log.take(log.stage.heard(`R${s}`, { mark, time: mark, buffered: false }));
}

function resolveAll(log: HeardLog, seen: number): void {
  for (const { key } of log.said) {
    log.take(log.stage.resolve(null, key, seen));
    for (let s = 0; s < 20; s++) log.take(log.stage.resolve(`R${s}`, key, seen));
  }
}

describe('the laws of reception', () => {
  it('a restart at any point gives the same alarms, and so does any ticking', () => {
    fc.assert(
      fc.property(acts, fc.array(fc.nat(120)), fc.integer({ min: 1, max: 4 }), (list, restarts, ticks) => {
        const straight = play(list);
        expect(play(list, new Set(restarts)).said).toEqual(straight.said);
        const sorted = (log: HeardLog) => log.said.sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(sorted(play(list, new Set(), ticks))).toEqual(sorted(straight));
      }),
      runs,
    );
  });

  it('each message ends what is about silence, and nobody is lost while the platform is deaf', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const log = play(list);
        const now = log.stage.facts().receiving.now;
        log.take(log.stage.down(now));
        const before = log.said.filter(({ kind }) => kind === 'signal_lost').length;
        log.take(log.stage.tick(now + 10 * 3_600_000));
        expect(log.said.filter(({ kind }) => kind === 'signal_lost')).toHaveLength(before);
        hearAll(log, now + 11 * 3_600_000);
        expect(log.said.filter(({ end }) => end === null)).toEqual([]);
      }),
      runs,
    );
  });

  it('once: no two alarms about one thing at a time, nor one that resumes within 5 min as another', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { said } = play(list);
        const about = new Map(
          said.map((one) => [`${one.kind}/${one.cause}/${one.key.split('/')[1]}`, [one]]),
        );
        for (const one of said) about.get(`${one.kind}/${one.cause}/${one.key.split('/')[1]}`)!.push(one);
        for (const [, [, ...same]] of about) {
          const inOrder = same.sort((a, b) => a.start - b.start);
          for (const [i, later] of inOrder.slice(1).entries()) {
            const earlier = inOrder[i]!;
            expect(later.start).toBeGreaterThanOrEqual(earlier.end!);
            if (!earlier.resolved) expect(later.start - earlier.end!).toBeGreaterThan(5 * MINUTE);
          }
        }
      }),
      runs,
    );
  });

  it('are held to histories in which everything happens that they speak of', () => {
    const share = new Map<string, number>();
    let total = 0;
    fc.assert(
      fc.property(acts, (list) => {
        total++;
        const { said } = play(list);
        const happened = new Set<string>(said.map(({ kind }) => kind));
        for (const { kind, severity, why, resolved } of said) {
          if (resolved) happened.add('resolved');
          if (kind === 'signal_lost' && severity === 'critical') happened.add('critical');
          if (why.measured['filled'] === 'yes') happened.add('filled');
        }
        for (const what of happened) share.set(what, (share.get(what) ?? 0) + 1);
      }),
      runs,
    );
    for (const what of ['signal_lost', 'feed_lost', 'clock_drift', 'resolved', 'critical', 'filled'])
      expect((share.get(what) ?? 0) / total, what).toBeGreaterThanOrEqual(0.03);
  });

  it('a mass loss is one alarm, whenever in 5 min each was last heard', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(299), { minLength: 10, maxLength: 60 }), (lasts) => {
        const log = new HeardLog().watchMany(lasts.length);
        const order = lasts.map((last, i) => [last, i] as const).sort(([a], [b]) => a - b);
        for (const [last, i] of order) {
          const mark = t('08:10') + last * 1_000;
          log.take(log.stage.heard(`R${i}`, { mark, time: mark, buffered: false }));
        }
        expect(log.tick('12:00').said).toMatchObject([{ kind: 'feed_lost', cause: 'all' }]);
      }),
      runs,
    );
  });

  it('costs what is due: 100,000 seals that all speak each minute are seldom looked at', () => {
    const count = shortOrLong(20_000, 100_000);
    const log = new HeardLog().watchMany(count);
    const looks = vi.spyOn(DueHeap.prototype, 'take');
    for (let minute = 1; minute <= 5; minute++) {
      const mark = t('08:00') + minute * MINUTE;
      for (let s = 0; s < count; s++)
        log.take(log.stage.heard(`R${s}`, { mark, time: mark, buffered: false }));
      for (let n = 0; n < 1_000; n++) log.take(log.stage.tick(mark + n));
    }
    expect(log.said).toEqual([]);
    // five thousand ticks, and not one look at each seal
    expect(looks.mock.calls.length).toBeLessThanOrEqual(count);
    looks.mockRestore();
  });
});
