import { DEFAULT_RULES, MINUTE } from '@haidang/domain';
import { clockTime as t, HeardLog, spot, timeOfDay } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';

const feeds = (log: HeardLog) =>
  log.said
    .filter(({ kind }) => kind === 'feed_lost')
    .map(({ cause, start, end }) => [cause, timeOfDay(start), end === null ? null : timeOfDay(end)]);
const kept = (log: HeardLog): number => log.stage.facts().feeds.length;
/** Seals of a region that are heard every minute from 08:02 to 08:30. */
const speaking = (log: HeardLog, from: number, to: number, region = 'R', until = 30): HeardLog => {
  for (let m = 2; m <= until; m++) log.hearMany(from, to, `08:${String(m).padStart(2, '0')}`, region);
  return log;
};

describe('a loss that many seals share', () => {
  it('is of all regions when more than 30 % of the others are silent too', () => {
    const silent = (others: number): HeardLog => {
      const log = new HeardLog().watchMany(12, 'A').watchMany(20, 'B').hearMany(0, others, '08:00:30', 'B');
      return speaking(log, others, 20, 'B', 15).tick('08:15:15');
    };
    expect(feeds(silent(6))).toEqual([['region:A', '08:00:00', null]]);
    expect(feeds(silent(7))).toEqual([['all', '08:00:00', null]]);
  });

  it('does not count again those of another region whose own loss goes on', () => {
    const rules = { ...DEFAULT_RULES, signalLostAfter: 20 * MINUTE };
    // A falls due at 08:17; the silent ones of B and C, which may be silent for longer, at 08:20 and 08:24
    const second = (silentOfB: number, silentOfC = 0): HeardLog => {
      const log = new HeardLog().watchMany(12, 'A').watchMany(20, 'B').watchMany(silentOfC, 'C');
      const patient = (region: string, count: number): void => {
        for (let i = 0; i < count; i++) {
          const listening = { sealId: `${region}${i}`, transitId: `T${region}${i}`, region, rules };
          log.take(log.stage.watch(listening, t('08:00'), spot(0, 0)));
        }
      };
      patient('B', silentOfB);
      patient('C', silentOfC);
      log.hearMany(0, 12, '08:02', 'A').hearMany(0, silentOfC, '08:04', 'C');
      return speaking(log, silentOfB, 20, 'B', 21);
    };
    expect(feeds(second(6))).toEqual([['region:A', '08:02:00', null]]);
    expect(second(6).said.filter(({ kind }) => kind === 'signal_lost')).toHaveLength(6);
    expect(feeds(second(10))).toEqual([
      ['region:A', '08:02:00', null],
      ['region:B', '08:00:00', null],
    ]);
    // a third region is silent as well, and not due yet
    expect(feeds(second(10, 3))).toEqual([
      ['region:A', '08:02:00', null],
      ['all', '08:00:00', null],
    ]);
  });

  it('says of how many and, when it is of one, of which region', () => {
    const measured = (log: HeardLog) => log.said[0]!.why.measured;
    const one = new HeardLog().watchMany(12, 'A').watchMany(20, 'B');
    expect(measured(speaking(one, 0, 20, 'B', 15).tick('08:16'))).toEqual({
      region: 'A',
      silent: 12,
      audible: 12,
    });
    expect(measured(new HeardLog().watchMany(10).tick('08:16'))).toEqual({ silent: 10, audible: 10 });
  });

  it('does not count the return of one that was lost by itself before', () => {
    const rules = { ...DEFAULT_RULES, signalLostAfter: 8 * MINUTE };
    const log = new HeardLog().watchMany(40).hearMany(0, 40, '08:01');
    log.take(log.stage.watch({ sealId: '1', transitId: 'T1', region: 'R', rules }, t('08:06'), spot(0, 0)));
    // lost at 08:14, two minutes before the others; 13 of whose 40 are missing after 08:30
    log.tick('08:20').hearMany(0, 27, '08:30').hear('1', '08:31');
    expect(feeds(log)).toEqual([['all', '08:01:00', null]]);
    expect(feeds(log.hear('R27', '08:32'))).toEqual([['all', '08:01:00', '08:32:00']]);
  });

  it('is the same when a second mass falls silent, and ends with the return of both', () => {
    const log = new HeardLog().watchMany(60).hearMany(0, 20, '08:01');
    for (let m = 2; m <= 30; m++) {
      const mark = `08:${String(m).padStart(2, '0')}`;
      log.hearMany(m <= 10 ? 20 : 40, 60, mark);
    }
    expect(feeds(log)).toEqual([['all', '08:01:00', null]]);
    // 20 of 40 are still missing
    expect(feeds(log.hearMany(20, 40, '08:31'))).toEqual([['all', '08:01:00', null]]);
    expect(feeds(log.hearMany(0, 19, '08:32'))).toEqual([['all', '08:01:00', '08:32:00']]);
    // the last one of a region stays
    expect(kept(log.hear('R19', '08:33'))).toBe(1);
  });

  it('is kept after its end while one of its seals is silent', () => {
    const log = new HeardLog().watchMany(40).hearMany(0, 40, '08:01').hearMany(0, 39, '08:30');
    expect(feeds(log)).toEqual([['all', '08:01:00', '08:30:00']]);
    log.tick('08:46').hearMany(0, 39, '08:50');
    expect(feeds(log)).toEqual([['all', '08:01:00', '08:50:00']]);
    expect(kept(log)).toBe(2);
    expect(kept(log.hear('R39', '08:51'))).toBe(1);
  });

  it('goes on from where the last one ended, though nobody of that one is silent any more', () => {
    const log = new HeardLog().watchMany(20).hear('R0', '08:15');
    log.take(log.stage.down(t('08:15')));
    log.hearMany(1, 20, '08:19');
    expect(kept(log)).toBe(1);
    expect(feeds(log.tick('08:34')).filter(([cause]) => cause === 'all')).toEqual([
      ['all', '08:00:00', null],
    ]);
  });

  describe('that comes again', () => {
    const HALF_PAST = 30;
    /** Silent from 08:05 to 08:30, and again from so many minutes later. */
    const again = (minutes: number, between = (log: HeardLog) => log): HeardLog => {
      const log = between(new HeardLog().watchMany(20).hearMany(0, 20, '08:05').hearMany(0, 20, '08:30'));
      for (let m = HALF_PAST + 1; m <= HALF_PAST + minutes; m++) log.hearMany(0, 20, `08:${m}`);
      return log.tick('09:00');
    };
    const resolve = (seen: string) => (log: HeardLog) =>
      log.take(log.stage.resolve(null, log.said[0]!.key, t(seen)));

    it('within 5 min is the same alarm, with the numbers of now', () => {
      expect(feeds(again(0))).toEqual([['all', '08:05:00', null]]);
      expect(feeds(again(5))).toEqual([['all', '08:05:00', null]]);
      expect(feeds(again(6))).toEqual([
        ['all', '08:05:00', '08:30:00'],
        ['all', '08:36:00', null],
      ]);
      expect(feeds(again(5, (log) => log.restart()))).toEqual([['all', '08:05:00', null]]);
      expect(again(5).said).toMatchObject([{ evidence: t('08:50'), why: { measured: { silent: 20 } } }]);
    });

    it('is another one where an officer had resolved the first', () => {
      expect(feeds(again(3, resolve('08:31')))).toEqual([
        ['all', '08:05:00', '08:30:00'],
        ['all', '08:33:00', null],
      ]);
      expect(feeds(again(3, resolve('08:19')))).toEqual([['all', '08:05:00', null]]);
    });

    it('as more that fall silent while it goes on, opens what an officer had resolved', () => {
      const log = new HeardLog().watchMany(40).hearMany(0, 40, '08:01');
      for (let m = 2; m <= 20; m++) log.hearMany(16, 40, `08:${String(m).padStart(2, '0')}`);
      resolve('08:20')(log);
      expect(log.said).toMatchObject([{ resolved: true }]);
      expect(log.tick('08:35').said).toMatchObject([{ resolved: false, end: null }]);
    });
  });
});
