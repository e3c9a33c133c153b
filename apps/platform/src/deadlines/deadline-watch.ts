import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  ALARMED_DEADLINES,
  DEADLINE_KINDS,
  HOUR,
  MINUTE,
  type DeadlineKind,
  type Instant,
  type Millis,
} from '@haidang/domain';
import { readDeadlineLook, writeDeadlineLook, type ClockRecord, type ToldAlarm } from '@haidang/store';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { FoundAlarms } from '../alarms/found-alarms.js';
import { POOL } from '../database.js';
import { LiveFeed } from '../live/live-feed.js';
import { LOGGER } from '../logging.js';
import { RegularLook } from '../regular-look.js';
import { deadlineView, idOf, type Deadline } from './deadline.js';
import { alarmKeyOf, alarmOf, clockOfKey, judge } from './missed.js';
import { OfficeTerms } from './office-terms.js';
import { findClocks, readDeadlines, SHOWN_FOR, type DueRange } from './open-clocks.js';

const LOOK_EVERY = MINUTE;
/** Looked at again: what was committed, or entered late, while the last look went on. */
const AGAIN: Millis = HOUR;
const WHOLE_EVERY: Millis = HOUR;
const AT_ONCE = 1_000;

/**
 * Looks once a minute what has been missed since, raises its alarms, and ends or takes back those of what was done or moved; and tells the live
 * feed, once, what will soon be due. Where it stopped looking is stored, so that nothing is overlooked while it is away.
 */
@Injectable()
export class DeadlineWatch extends RegularLook {
  /** When each deadline ends of which it was warned. */
  private warned = new Map<string, Instant>();
  private warnedUntil: Instant | undefined;
  /** When all declarations were looked at last. */
  private wholeAt: Instant = -Infinity;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(FoundAlarms) private readonly alarms: FoundAlarms,
    @Inject(LiveFeed) private readonly live: LiveFeed,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(LOOK_EVERY, 'the deadlines could not be looked at', logger);
  }

  protected async lookNow(now: Instant): Promise<void> {
    const offices = await OfficeTerms.read(this.pool);
    await this.raise(offices, now);
    await this.warn(offices, now);
  }

  private async raise(offices: OfficeTerms, now: Instant): Promise<void> {
    const terms = createHash('sha256').update(offices.fingerprint).digest('base64url');
    const last = await readDeadlineLook(this.pool);
    // of declarations, which are many, what was missed since; by other terms, or by what was entered late, other things were
    const isWhole = last?.terms !== terms || now - this.wholeAt >= WHOLE_EVERY;
    const since = isWhole ? now - SHOWN_FOR : last.at - AGAIN;
    const standing = new Map(
      (await this.alarms.standing(['deadline_missed'])).map((alarm) => [alarm.key, alarm]),
    );
    const missed = [
      ...(await this.readAll(offices, ALARMED_DEADLINES.filter(isFew), () => ({
        from: now - SHOWN_FOR,
        to: now + 1,
      }))),
      ...(await this.readAll(offices, ['declaration_unused'], () => ({ from: since, to: now + 1 }))),
    ];
    const fresh = missed.filter(({ clock, due }) => standing.get(alarmKeyOf(clock))?.start !== due);
    const said = fresh.flatMap((deadline) => alarmOf(deadline, null) ?? []);
    const seen = new Set(missed.map(({ clock }) => alarmKeyOf(clock)));
    const others = [...standing.values()].filter(({ key }) => !seen.has(key));
    const withdrawn: string[] = [];
    for (const [alarm, clock] of await this.clocksOf(others)) {
      const verdict = judge(alarm, clock, offices, now);
      if (verdict === 'withdraw') withdrawn.push(alarm.key);
      else if (verdict !== 'stands') said.push(verdict.say);
    }
    await this.alarms.tell({ said, withdrawn }, now, (tx) => writeDeadlineLook(tx, { at: now, terms }));
    if (isWhole) this.wholeAt = now;
    for (const { cause, start } of said)
      this.logger.info({ deadline: cause, due: new Date(start).toISOString() }, 'a deadline was missed');
  }

  /** The papers of what there are alarms of. */
  private async clocksOf(alarms: readonly ToldAlarm[]): Promise<[ToldAlarm, ClockRecord | undefined][]> {
    const clocks = new Map<string, ClockRecord>();
    for (const kind of ALARMED_DEADLINES) {
      const subjects = alarms.map(({ key }) => clockOfKey(key)).filter((clock) => clock.kind === kind);
      for (const clock of await findClocks(
        this.pool,
        kind,
        subjects.map(({ subject }) => subject),
      ))
        clocks.set(alarmKeyOf(clock), clock);
    }
    return alarms.map((alarm) => [alarm, clocks.get(alarm.key)]);
  }

  private async warn(offices: OfficeTerms, now: Instant): Promise<void> {
    const near = await this.readAll(offices, DEADLINE_KINDS.filter(isFew), (before) => ({
      from: now + 1,
      to: now + before + 1,
    }));
    // of declarations, which are many, those that come near now
    const since = this.warnedUntil ?? now - LOOK_EVERY;
    const lapsing = await this.readAll(offices, ['declaration_unused'], (before) => ({
      from: Math.max(now, since + before) + 1,
      to: now + before + 1,
    }));
    for (const deadline of [...near, ...lapsing]) {
      const id = idOf(deadline.clock);
      if (this.warned.get(id) === deadline.due) continue;
      this.warned.set(id, deadline.due);
      this.live.deadlineNears(deadlineView(deadline, now), deadline.clock.place?.facilityId);
    }
    for (const [id, due] of this.warned) if (due <= now) this.warned.delete(id);
    this.warnedUntil = now;
  }

  private async readAll(
    offices: OfficeTerms,
    kinds: readonly DeadlineKind[],
    ends: DueRange['ends'],
  ): Promise<Deadline[]> {
    const found: Deadline[] = [];
    for (let after: DueRange['after'] = null; ;) {
      const page: Deadline[] = await readDeadlines(this.pool, offices, kinds, {
        ends,
        after,
        limit: AT_ONCE,
      });
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < AT_ONCE) return found;
      after = { due: last.due, id: idOf(last.clock) };
    }
  }
}

/** Of which few wait at any time: all are looked at, so that one is found whose facts have changed behind its end. */
function isFew(kind: DeadlineKind): boolean {
  return kind !== 'declaration_unused';
}
