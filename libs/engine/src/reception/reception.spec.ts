import { DEFAULT_RULES, MINUTE, SECOND, type Instant } from '@haidang/domain';
import { clockTime as t, HeardLog, spot } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { Reception } from '../index.js';

const one = (): HeardLog => new HeardLog().watch('1', '08:00').hear('1', '08:01');

describe('signal_lost', () => {
  it('opens after 15 min, is critical after 60, and ends with the next message', () => {
    expect(one().tick('08:15:59').said).toEqual([]);
    expect(one().tick('08:16').said).toMatchObject([
      {
        kind: 'signal_lost',
        severity: 'major',
        start: t('08:01'),
        end: null,
        settled: t('08:16'),
        place: spot(10, 0),
      },
    ]);
    expect(one().tick('09:00:59').said).toMatchObject([{ severity: 'major' }]);
    expect(one().tick('09:01').said).toMatchObject([{ severity: 'critical', settled: t('09:01') }]);
    expect(one().tick('08:20').hear('1', '08:30').said).toMatchObject([
      { start: t('08:01'), end: t('08:30'), why: { measured: { filled: 'no' } } },
    ]);
  });

  it('counts from the departure when nothing was heard', () => {
    expect(new HeardLog().watch('1', '08:00').tick('08:15').spans).toEqual([
      ['signal_lost', t('08:00'), null],
    ]);
  });

  it('does not depend on how often the clock ticks', () => {
    expect(one().hear('1', '08:16').said).toMatchObject([{ start: t('08:01'), end: t('08:16') }]);
    expect(one().hear('1', '08:15:59').said).toEqual([]);
    expect(one().tick('08:16').tick('09:30').said).toEqual(one().tick('09:30').said);
  });

  it('waits in a dead stretch for 60 min, and 45 more until it is critical', () => {
    const dead = () => new HeardLog().watch('1', '08:00').hear('1', '08:01', 0, { dead: true });
    expect(dead().tick('09:00:59').said).toEqual([]);
    expect(dead().tick('09:01').said).toMatchObject([
      { severity: 'major', why: { measured: { deadStretch: 'yes' } } },
    ]);
    expect(dead().tick('09:45:59').said).toMatchObject([{ severity: 'major' }]);
    expect(dead().tick('09:46').said).toMatchObject([{ severity: 'critical' }]);
    expect(dead().hear('1', '08:20').tick('08:35').said).toHaveLength(1);
  });

  it('says when held-back fixes fill the gap', () => {
    const back = () => one().tick('08:20').hear('1', '08:30');
    const filled = (ear: HeardLog) => ear.said[0]!.why.measured['filled'];
    expect(filled(back().hear('1', '08:31', 10 * MINUTE, { buffered: true }))).toBe('yes');
    expect(filled(back().hear('1', '08:31', MINUTE, { buffered: true }))).toBe('no');
    expect(filled(back().hear('1', '08:31', 30 * MINUTE, { buffered: true }))).toBe('no');
    expect(filled(back().hear('1', '08:31', 10 * MINUTE))).toBe('no');
    expect(
      filled(
        one()
          .tick('08:20')
          .hear('1', '08:30', 5 * MINUTE, { buffered: true }),
      ),
    ).toBe('yes');
  });

  it('is the same when it falls silent again within 5 min, unless an officer resolved it', () => {
    const again = (last: string) => one().tick('08:20').hear('1', '08:30').hear('1', last).tick('08:55');
    expect(again('08:35').spans).toEqual([['signal_lost', t('08:01'), null]]);
    expect(again('08:35:01').spans).toHaveLength(2);
    const resolved = (seen: string) => {
      const ear = one().tick('08:20');
      ear.take(ear.stage.resolve('1', ear.said[0]!.key, t(seen)));
      return ear
        .hear('1', '08:30')
        .tick('08:50')
        .said.map((alarm) => alarm.resolved);
    };
    expect(resolved('08:16')).toEqual([true, false]);
    expect(resolved('08:15:59')).toEqual([false]);
  });

  it('is open again when it becomes critical, which an officer had not seen, and goes on as the same', () => {
    const ear = one().tick('08:20');
    ear.take(ear.stage.resolve('1', ear.said[0]!.key, t('08:21')));
    expect(ear.tick('09:00:59').said).toMatchObject([{ severity: 'major', resolved: true }]);
    expect(ear.tick('09:01').said).toMatchObject([{ severity: 'critical', resolved: false }]);
    expect(ear.hear('1', '09:11').hear('1', '09:13').tick('09:40').spans).toEqual([
      ['signal_lost', t('08:01'), null],
    ]);
  });

  it('is said once: what comes afterwards says nothing of it', () => {
    const back = one().tick('08:20').hear('1', '08:30');
    const at = t('08:31');
    expect(back.stage.heard('1', { mark: at, time: at, buffered: false })).toEqual([]);
  });

  it('counts on after a restart', () => {
    expect(one().restart().tick('08:16').said).toMatchObject([{ start: t('08:01'), settled: t('08:16') }]);
    const lost = one().tick('08:20').restart();
    expect(lost.tick('09:00:59').said).toMatchObject([{ severity: 'major' }]);
    expect(lost.tick('09:01').said).toMatchObject([{ severity: 'critical', settled: t('09:01') }]);
  });

  it('counts on when the seal is listened for again, by the new numbers at once; in another region anew', () => {
    expect(one().watch('1', '08:10').tick('08:16').said).toMatchObject([
      { start: t('08:01'), settled: t('08:16') },
    ]);
    expect(one().watch('1', '08:10', 'Q').tick('08:24:59').said).toEqual([]);
    expect(one().watch('1', '08:10', 'Q').tick('08:25').said).toMatchObject([{ start: t('08:10') }]);
    const rules = { ...DEFAULT_RULES, signalLostAfter: 5 * MINUTE, signalLostCritical: 20 * MINUTE };
    const strictly = (ear: HeardLog, mark: string) =>
      ear.take(ear.stage.watch({ sealId: '1', transitId: 'T1', region: 'R', rules }, t(mark), spot(0, 0)));
    expect(strictly(one(), '08:02').tick('08:05:59').said).toEqual([]);
    expect(strictly(one(), '08:02').tick('08:06').said).toMatchObject([{ settled: t('08:06') }]);
    for (const again of [(ear: HeardLog) => ear, (ear: HeardLog) => ear.restart()]) {
      const lost = () => again(strictly(one().tick('08:16'), '08:17'));
      expect(lost().tick('08:20:59').said).toMatchObject([{ severity: 'major' }]);
      expect(lost().tick('08:21').said).toMatchObject([{ severity: 'critical', settled: t('08:21') }]);
    }
  });

  it('ends when the seal is not listened for any more', () => {
    const ear = one().tick('08:20');
    expect(ear.take(ear.stage.unwatch('1', t('08:21'))).tick('10:00').spans).toEqual([
      ['signal_lost', t('08:01'), t('08:21')],
    ]);
  });
});

describe('silence while the platform is deaf', () => {
  const deaf = (from: string, to: string): HeardLog => {
    const ear = one();
    ear.take(ear.stage.down(t(from)));
    return ear.take(ear.stage.up(t(to)));
  };
  const lost = (ear: HeardLog) => ear.said.filter(({ kind }) => kind === 'signal_lost');

  it('does not count', () => {
    expect(lost(deaf('08:06', '09:06').tick('09:15:59'))).toEqual([]);
    expect(lost(deaf('08:06', '09:06').tick('09:16'))).toMatchObject([
      { start: t('08:01'), settled: t('09:16') },
    ]);
  });

  it('is an alarm of its own from 2 min on', () => {
    expect(deaf('08:06', '08:07:59').said).toEqual([]);
    expect(deaf('08:06', '08:08').said).toMatchObject([
      { kind: 'feed_lost', cause: 'platform', severity: 'critical', start: t('08:06'), end: t('08:08') },
    ]);
    const on = one();
    on.take(on.stage.down(t('08:06')));
    expect(on.tick('08:30').spans).toEqual([['feed_lost', t('08:06'), null]]);
    expect(on.stage.tick(t('08:30:30'))).toEqual([]);
    expect(on.hear('1', '08:31').spans).toEqual([['feed_lost', t('08:06'), t('08:31')]]);
    expect(on.stage.tick(t('08:32'))).toEqual([]);
  });

  it('is the same alarm when it is deaf again within 5 min', () => {
    const twice = (again: string) => {
      const ear = deaf('08:06', '08:10');
      return ear.take(ear.stage.down(t(again))).tick('08:30').spans;
    };
    expect(twice('08:15')).toEqual([['feed_lost', t('08:06'), null]]);
    expect(twice('08:15:01')).toHaveLength(2);
  });

  it('is another alarm however soon, once an officer resolved the first', () => {
    const ear = deaf('08:06', '08:10').restart();
    ear.take(ear.stage.resolve(null, ear.said[0]!.key, t('08:11')));
    ear.take(ear.stage.down(t('08:13')));
    expect(ear.tick('08:20').spans).toEqual([
      ['feed_lost', t('08:06'), t('08:10')],
      ['feed_lost', t('08:13'), null],
    ]);
    const unseen = deaf('08:06', '08:10');
    unseen.take(unseen.stage.resolve(null, unseen.said[0]!.key, t('08:07')));
    expect(unseen.take(unseen.stage.down(t('08:13'))).tick('08:20').spans).toHaveLength(1);
  });
});

describe('feed_lost of many seals', () => {
  /** Of `all` seals, `silent` are last heard at 08:01, the others go on. */
  const loss = (silent: number, all: number, until = '08:20'): HeardLog => {
    const ear = new HeardLog().watchMany(all).hearMany(0, all, '08:01');
    for (let m = 2; t('08:00') + m * MINUTE <= t(until); m++)
      ear.hearMany(silent, all, clock(t('08:00') + m * MINUTE));
    return ear.tick(until);
  };
  const clock = (at: Instant): string => new Date(at).toISOString().slice(11, 19);
  const kinds = (ear: HeardLog) => [...new Set(ear.said.map(({ kind, cause }) => `${kind}/${cause}`))];

  it('is one alarm, from 10 seals and more than 30 % on', () => {
    expect(loss(9, 20).said).toHaveLength(9);
    expect(kinds(loss(9, 20))).toEqual(['signal_lost/']);
    expect(loss(10, 20).spans).toEqual([['feed_lost', t('08:01'), null]]);
    expect(loss(12, 40).said).toHaveLength(12);
    expect(loss(13, 40).spans).toEqual([['feed_lost', t('08:01'), null]]);
  });

  it('is of those last heard within 5 min', () => {
    const apart = (last: string): HeardLog => {
      const ear = new HeardLog().watchMany(10).hearMany(0, 9, '08:01');
      return ear.hear('R9', last).tick('08:16');
    };
    expect(kinds(apart('08:06').tick('08:40'))).toEqual(['feed_lost/all']);
    expect(kinds(apart('08:06:01'))).toEqual(['signal_lost/']);
  });

  it('is not of those who speak, however short the limit', () => {
    const rules = { ...DEFAULT_RULES, signalLostAfter: 2 * MINUTE };
    const ear = new HeardLog().watchMany(20).hearMany(0, 20, '08:01');
    ear.take(ear.stage.watch({ sealId: '1', transitId: 'T1', region: 'R', rules }, t('08:01'), spot(0, 0)));
    ear.hear('1', '08:02');
    ear.hearMany(0, 20, '08:03:30');
    expect(kinds(ear.tick('08:04'))).toEqual(['signal_lost/']);
    const together = new HeardLog();
    for (let i = 0; i < 12; i++)
      together.take(
        together.stage.watch(
          { sealId: `${i}`, transitId: `T${i}`, region: 'R', rules },
          t('08:00'),
          spot(0, 0),
        ),
      );
    for (let i = 0; i < 12; i++) together.hear(`${i}`, `08:01:${20 + i}`);
    expect(kinds(together.tick('08:05'))).toEqual(['feed_lost/all']);
  });

  it('is of one region when the others are heard', () => {
    const ear = new HeardLog().watchMany(12, 'A').watchMany(100, 'B');
    ear.hearMany(0, 12, '08:01', 'A');
    for (let m = 1; m <= 18; m++) ear.hearMany(0, 100, clock(t('08:00') + m * MINUTE), 'B');
    expect(kinds(ear)).toEqual(['feed_lost/region:A']);
    const both = new HeardLog().watchMany(20, 'A').watchMany(20, 'B');
    expect(kinds(both.tick('08:16'))).toEqual(['feed_lost/all']);
  });

  it('ends when no more than 30 % are missing, and their silence counts from then', () => {
    const back = (count: number) => loss(40, 40).hearMany(0, count, '08:30');
    expect(back(27).spans).toEqual([['feed_lost', t('08:01'), null]]);
    expect(back(28).spans).toEqual([['feed_lost', t('08:01'), t('08:30')]]);
    const few = (count: number) => loss(20, 20).hearMany(0, count, '08:30').spans[0]![2];
    expect([few(10), few(11)]).toEqual([null, t('08:30')]);
    const after = back(28).hearMany(0, 28, '08:40');
    expect(after.tick('08:44:59').said).toHaveLength(1);
    const lost = after.tick('08:45').said.filter(({ kind }) => kind === 'signal_lost');
    expect(lost).toHaveLength(12);
    expect(lost[0]).toMatchObject({ start: t('08:30'), settled: t('08:45') });
  });

  it('is the same alarm when others fall silent while it goes on', () => {
    const twice = loss(16, 40, '08:20').tick('08:35');
    expect(twice.said).toMatchObject([
      {
        ...{ kind: 'feed_lost', cause: 'all', start: t('08:01'), end: null },
        ...{ evidence: t('08:35'), why: { measured: { silent: 40 } } },
      },
    ]);
    // 12 missing of 40 are no mass any more
    expect(twice.hearMany(0, 27, '08:40').spans).toEqual([['feed_lost', t('08:01'), null]]);
    expect(twice.hearMany(27, 28, '08:41').spans).toEqual([['feed_lost', t('08:01'), t('08:41')]]);
  });

  it('does not begin before the last one ended, and goes on as the same: deaf minutes, which are no silence, lie between its seals', () => {
    const log = new HeardLog().watchMany(20).hear('R0', '08:15');
    log.take(log.stage.down(t('08:15')));
    log.hearMany(2, 20, '08:19');
    expect(log.tick('08:34').spans.filter(([kind]) => kind === 'feed_lost')).toEqual([
      ['feed_lost', t('08:00'), null],
      ['feed_lost', t('08:15'), t('08:19')],
    ]);
  });
});

describe('clock_drift', () => {
  const at = (marks: readonly string[], behind: number, buffered = false): HeardLog => {
    const ear = new HeardLog().watch('1', '08:00');
    for (const mark of marks) ear.hear('1', mark, behind, { buffered });
    return ear;
  };
  const marks = ['08:01', '08:03', '08:06'];

  it('opens with three messages over 5 min, off by more than 5 min', () => {
    expect(at(marks, 5 * MINUTE).said).toEqual([]);
    expect(at(marks, 5 * MINUTE + 1).said).toMatchObject([
      {
        kind: 'clock_drift',
        severity: 'minor',
        start: t('08:01'),
        end: null,
        why: { measured: { offset: 300_001, fixes: 3 } },
      },
    ]);
    expect(at(marks, -5 * MINUTE - 1).said).toHaveLength(1);
    expect(at(['08:01', '08:06'], 6 * MINUTE).said).toEqual([]);
    expect(at(['08:01', '08:03', '08:05:59'], 6 * MINUTE).said).toEqual([]);
    expect(at(marks, 6 * MINUTE, true).said).toEqual([]);
  });

  it('is said once: a message that is off like those before says nothing', () => {
    const mark = t('08:08');
    const message = { mark, time: mark - 6 * MINUTE, buffered: false };
    expect(at(marks, 6 * MINUTE).stage.heard('1', message)).toEqual([]);
  });

  it('is steady within a minute', () => {
    const wavering = (by: number): HeardLog =>
      at(marks.slice(0, 2), 6 * MINUTE).hear('1', '08:06', 6 * MINUTE + by);
    expect(wavering(MINUTE).said).toHaveLength(1);
    expect(wavering(MINUTE + 1).said).toEqual([]);
  });

  it('is of messages in a row: one that agrees begins anew', () => {
    const broken = at(marks.slice(0, 2), 6 * MINUTE)
      .hear('1', '08:04')
      .hear('1', '08:06', 6 * MINUTE);
    expect(broken.said).toEqual([]);
  });

  it('is no backlog delivered together', () => {
    const ear = new HeardLog().watch('1', '08:00');
    for (let i = 0; i < 60; i++) ear.hear('1', `08:13:${String(i).padStart(2, '0')}`, (60 - i) * 10 * SECOND);
    expect(ear.said).toEqual([]);
  });

  it('hears of fixes refused for their time, ahead or behind, which are signs of life', () => {
    const refused = (off: number | undefined): HeardLog => {
      const ear = new HeardLog().watch('1', '08:00');
      for (const mark of ['08:10', '08:13', '08:15']) ear.take(ear.stage.heardAlive('1', t(mark), off));
      return ear.tick('08:29:59');
    };
    expect(refused(-20 * MINUTE).spans).toEqual([['clock_drift', t('08:10'), null]]);
    const years = 20 * 365 * 24 * 60 * MINUTE;
    expect(refused(years).said).toMatchObject([
      { kind: 'clock_drift', start: t('08:10'), end: null, why: { measured: { offset: years } } },
    ]);
    expect(refused(undefined).said).toEqual([]);
    expect(refused(undefined).tick('08:30').spans).toEqual([['signal_lost', t('08:15'), null]]);
  });

  it('ends when it agrees again, and is the same within 5 min', () => {
    const ear = at(marks, 6 * MINUTE);
    expect(ear.hear('1', '08:07', 5 * MINUTE).spans).toEqual([['clock_drift', t('08:01'), t('08:07')]]);
    const now = t('08:08');
    expect(ear.stage.heard('1', { mark: now, time: now, buffered: false })).toEqual([]);
    const again = (first: string) => {
      const back = at(marks, 6 * MINUTE).hear('1', '08:07');
      for (const mark of [first, '08:15', '08:18']) back.hear('1', mark, 6 * MINUTE);
      return back.spans;
    };
    expect(again('08:12')).toEqual([['clock_drift', t('08:01'), null]]);
    expect(again('08:12:01')).toHaveLength(2);
  });
});

describe('what a restart goes on from', () => {
  it('is not changed by what is heard afterwards', () => {
    const facts = one().tick('08:02').stage.facts();
    const before = structuredClone(facts);
    const again = Reception.restore(facts);
    again.heard('1', { mark: t('08:03'), time: t('08:03'), buffered: false, place: spot(20, 0), dead: true });
    expect(again.facts()).not.toEqual(before);
    expect(facts).toEqual(before);
  });
});
