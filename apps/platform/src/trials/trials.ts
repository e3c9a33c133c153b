import { Inject, Injectable } from '@nestjs/common';
import { LONGEST_TRIAL, type TrialAlarmView, type TrialBody, type TrialView } from '@haidang/contract';
import { DAY, formatInstant, parseInstant, type Instant } from '@haidang/domain';
import { overlap, type Episode } from '@haidang/engine';
import {
  countTrialTransits,
  listTrialTransits,
  readTrialPapers,
  type ScopedPool,
  type StoodAlarm,
  type TaskRecord,
  type TrialPapers,
} from '@haidang/store';
import { CONFIG, type Config } from '../config/config.js';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { ApiError } from '../http/errors.js';
import { readTimeCursor, writeCursor } from '../http/page.js';
import { invalid } from '../http/zod.pipe.js';
import { checkLegs, checkZoneGeometry } from '../register/geometry.js';
import { compare, isWithin, type Finding } from './compare.js';
import { DraftCase, type Draft } from './draft.js';
import { Pace } from './pace.js';
import { foldWatch, readWatchLog } from './watch-fold.js';

/** Transits of which the papers are read at once. */
const AT_ONCE = 20;
/** Calls that wait for the one under way. */
const MOST_WAITING = 6;

/** Counted up while a call looks. */
interface Tally {
  transits: number;
  fixes: number;
  cut: number;
  silent: number;
  tooOld: number;
  readonly items: TrialAlarmView[];
}

/**
 * Tries a zone or a route before it is saved: the logs of transits are folded by the engine twice, by the register as it is and by the register with
 * the draft. It changes nothing. One call at a time looks, in pages and with pauses: no seal and no gate waits for it.
 */
@Injectable()
export class Trials {
  /** Of a call: how long it looks, and how many alarms it answers, or a few more; then it says how far it came. */
  readonly limits = { lookMs: 6_000, alarms: 500 };
  private busy: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param given up when nobody waits for the answer any more
   * @throws ApiError `invalid_request`; `unavailable` when too many are being tried
   */
  async of(body: TrialBody, now: Instant, given: AbortSignal): Promise<TrialView> {
    const draft = draftOf(body);
    const { from, to } = spanOf(body, now);
    if (this.waiting >= MOST_WAITING) throw new ApiError('unavailable', 'Too many drafts are being tried.');
    this.waiting++;
    // whoever asks is known now, and not when it is their turn
    const db = this.db.asNow();
    const tried = this.busy.then(() => this.look(db, draft, { from, to, now }, body.cursor, given));
    this.busy = tried.catch(() => undefined);
    try {
      return await tried;
    } catch (error) {
      throw given.aborted ? new ApiError('unavailable', 'Nobody waits for it any more.') : error;
    } finally {
      this.waiting--;
    }
  }

  private async look(
    db: ScopedPool,
    draft: Draft,
    { from, to, now }: { from: Instant; to: Instant; now: Instant },
    cursor: string | undefined,
    given: AbortSignal,
  ): Promise<TrialView> {
    const pace = new Pace(this.limits.lookMs, given);
    await pace.breathe();
    const drafted = new DraftCase(draft, this.directory.grounds);
    const scope = { from, to, ...drafted.transits };
    const of = await countTrialTransits(db, scope);
    const tally: Tally = { transits: 0, fixes: 0, cut: 0, silent: 0, tooOld: 0, items: [] };
    const kept = now - this.config.retentionDays * DAY;
    let after = readTimeCursor(cursor);
    let isMore = true;
    do {
      const ids = await listTrialTransits(db, scope, { after, limit: AT_ONCE });
      isMore = ids.length === AT_ONCE;
      const papers = await readTrialPapers(
        db,
        ids.map(({ value }) => value),
      );
      for (const [i, { value: id, place }] of ids.entries()) {
        await this.tryOn(db, id, papers, drafted, { from, to, kept }, pace, tally);
        after = place;
        // at least one a call: it always comes further
        if (pace.isOver || tally.items.length >= this.limits.alarms) {
          isMore ||= i + 1 < ids.length;
          break;
        }
      }
    } while (isMore && !pace.isOver && tally.items.length < this.limits.alarms);
    const { transits, fixes, cut, silent, tooOld, items } = tally;
    return {
      from: formatInstant(from),
      to: formatInstant(to),
      looked: { transits, of, fixes },
      missed: { cut, silent, tooOld },
      untried: [...drafted.untried],
      items,
      next: isMore && after !== null ? writeCursor([after.at, after.id]) : null,
    };
  }

  private async tryOn(
    db: ScopedPool,
    transitId: string,
    papers: TrialPapers,
    drafted: DraftCase,
    { from, to, kept }: { from: Instant; to: Instant; kept: Instant },
    pace: Pace,
    tally: Tally,
  ): Promise<void> {
    let fixes = 0;
    for (const task of papers.tasks) {
      if (task.transitId !== transitId || !isWatched(task) || !papers.keys.has(task.sealId)) continue;
      const [without, drawn] = [drafted.planWithout(task), drafted.planWith(task)];
      if (without === null || drawn === null) continue;
      const log = await readWatchLog(db, task, papers, to, pace);
      fixes += log.fixes;
      tally.tooOld += log.tooOld;
      if (log.extent === undefined || !drafted.mayConcern(log.extent)) continue;
      const now = await foldWatch(log.events, without, pace);
      const then = await foldWatch(log.events, drawn, pace);
      for (const found of compare(now, then, without.rules.rejoin)) {
        if (found.outcome === 'same' && !drafted.isAbout(found.episode)) continue;
        if (isWithin(found.episode, from, to) || (found.now !== undefined && isWithin(found.now, from, to)))
          tally.items.push(viewOf(found, task, papers.alarms));
      }
    }
    tally.transits++;
    tally.fixes += fixes;
    if (fixes === 0) tally.silent++;
    const begun = papers.tasks.filter((task) => task.transitId === transitId).map(({ since }) => since);
    if (Math.min(...begun) < kept) tally.cut++;
  }
}

function draftOf({ zone, route }: TrialBody): Draft {
  const errors =
    zone !== undefined
      ? checkZoneGeometry(zone.geometry).map(({ path, message }) => ({ path: `zone.${path}`, message }))
      : checkLegs(route!.legs).map(({ path, message }) => ({ path: `route.${path}`, message }));
  if (errors.length > 0) throw invalid(errors);
  if (zone !== undefined) return { zone };
  const { id, from, to, legs, rules } = route!;
  return { route: { id, from, to, legs, rules: rules ?? null } };
}

function spanOf(body: TrialBody, now: Instant): { from: Instant; to: Instant } {
  const to = Math.min(now, body.to === undefined ? now : parseInstant(body.to)!);
  const from = body.from === undefined ? to - LONGEST_TRIAL : parseInstant(body.from)!;
  if (from > to) throw invalid([{ path: 'from', message: 'it lies after to' }]);
  if (to - from > LONGEST_TRIAL) throw invalid([{ path: 'from', message: 'more than 30 days before to' }]);
  return { from, to };
}

function isWatched(task: TaskRecord): task is TaskRecord & { readonly sealId: string } {
  return task.sealId !== null;
}

function viewOf(
  { outcome, episode, now }: Finding,
  { transitId, transitNumber, container, sealId }: TaskRecord & { readonly sealId: string },
  alarms: readonly StoodAlarm[],
): TrialAlarmView {
  const standing = alarms.find(
    (one) => one.transitId === transitId && one.sealId === sealId && isOf(one, now ?? episode),
  );
  const { kind, place, why } = episode;
  return {
    outcome,
    kind,
    ...timesOf(episode),
    place,
    why,
    transitId,
    transitNumber,
    containerNumber: container,
    sealId,
    ...(standing !== undefined && outcome !== 'raised' && { alarmId: standing.id }),
    ...(now !== undefined && { now: timesOf(now) }),
  };
}

function timesOf({ severity, start, end }: Episode) {
  return { severity, start: formatInstant(start), ...(end !== null && { end: formatInstant(end) }) };
}

function isOf(alarm: StoodAlarm, episode: Episode): boolean {
  return alarm.kind === episode.kind && alarm.cause === episode.cause && overlap(alarm, episode);
}
